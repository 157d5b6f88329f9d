import type { CatalogMessage, EventMessage, SiteEvent } from '../contract/generated/contract';
import { formatNumber } from '../format/format';
import { plain } from '../format/plain';
import { codeText, knownCode } from '../i18n/codes';
import { t } from './words';

/** What an entry is about, for a person. A point that the profile does not know is shown as such, never dropped. */
export const eventDescription = (event: EventMessage): string => plain(description(event));

function description(event: EventMessage): string {
  switch (event.type) {
    case 'digital':
      return event.description ?? event.tag ?? t('events.unknownPoint', place(event));
    case 'value': return event.description ?? event.tag ?? event.device ?? '';
    case 'comms': return event.text ?? codeText('condition', event.condition ?? 'other');
    case 'idle': return event.description ?? t('events.idle');
    case 'gateway': return gatewayDescription(event);
    case 'operator':
      return t(event.action === 'acknowledge' ? 'events.operator.acknowledge'
        : event.action === 'release' ? 'events.operator.release' : 'events.operator.set',
        { who: event.who ?? '?', tag: event.tag ?? '?' });
    case 'loss': return lossDescription(event);
    // A newer gateway records what this page has no words for: its own word is shown then.
    default: return unknownDescription(event);
  }
}

function unknownDescription({ type, description, tag }: EventMessage): string {
  const what = t('events.unknownType', { type });
  const where = description ?? tag;
  return where === undefined ? what : `${what}: ${where}`;
}

/** How much is lost: events by themselves, because most records of a journal are values. */
function lossDescription({ dropped, droppedEvents, lossReason }: EventMessage): string {
  const lost = droppedEvents === undefined
    ? t('events.loss', { n: dropped ?? 0 })
    : t('events.loss.events', { n: dropped ?? 0, events: droppedEvents });
  return lossReason === undefined ? lost : `${lost}: ${codeText('loss', lossReason)}`;
}

/** The word for the new state, with what the device says of its quality: an event that is not valid never looks like one that is. */
export const eventState = (event: EventMessage | SiteEvent): string =>
  plain([newState(event), ...(event.flags ?? []).map((flag) => codeText('flag', flag)), foreign(event)]
    .filter((words) => words !== '').join(', '));

/** Whether it may be of another sender. */
function foreign(event: EventMessage | SiteEvent): string {
  if ('notAnnounced' in event && event.notAnnounced === true) {
    return t('events.notAnnounced');
  }
  return 'beside' in event && event.beside === true ? t('events.beside') : '';
}

function newState(event: EventMessage): string {
  switch (event.type) {
    case 'digital': return event.text ?? (event.doubleBit !== undefined ? codeText('doubleBit', event.doubleBit)
      : event.state === undefined ? '' : t(event.state === 1 ? 'events.on' : 'events.off'));
    case 'value': return measured(event);
    case 'gateway': return gatewayDetail(event);
    case 'operator': return event.action === 'acknowledge' ? '' : event.text ?? '';
    case 'comms': return commsState(event);
    case 'idle':
    case 'loss': return '';
    default: return event.text ?? '';
  }
}

const measured = ({ value, unit }: EventMessage): string =>
  value === undefined ? '' : `${formatNumber(value, 2)} ${unit ?? ''}`.trimEnd();

/** What the dashboard itself finds out about the way to a station. */
const centreWords: Readonly<Record<string, Parameters<typeof t>[0]>> = {
  gatewaySilent: 'events.centre.gatewaySilent',
  gatewayOffline: 'events.centre.gatewayOffline',
  gatewayBack: 'events.centre.gatewayBack',
  linkDown: 'events.centre.linkDown',
  linkUp: 'events.centre.linkUp',
  twoGateways: 'events.centre.twoGateways',
  journalTakenBack: 'events.centre.journalTakenBack',
  backlogStuck: 'events.centre.backlogStuck',
  gatewayClockOff: 'events.centre.gatewayClockOff',
  gatewayClockUnsynchronised: 'events.centre.gatewayClockUnsynchronised',
  certificateEnds: 'events.centre.certificateEnds',
  historianDown: 'events.centre.historianDown',
  notificationsFail: 'events.centre.notificationsFail',
};

/** Those of them that are said both ways, about something that the event names. */
const judged = new Set([
  'backlogStuck', 'gatewayClockOff', 'gatewayClockUnsynchronised', 'certificateEnds', 'historianDown', 'notificationsFail',
]);

const reasons = ['pointGone', 'limitGone', 'deviceGone', 'stationForgotten'] as const;

/** Why what was in alarm is no longer there; a word of a newer server is shown as it is. */
export function goneText(reason: string): string {
  const known = reasons.find((one) => one === reason);
  return known ? t(`gone.${known}`) : plain(reason);
}

/** What the gateway found out, and about what: the point where the profile knows it, else where it is wired. */
function gatewayDescription(event: EventMessage): string {
  if (event.finding === 'sourceGone') {
    return t('events.centre.sourceGone', { what: event.description ?? event.tag ?? event.device ?? event.condition ?? '?' });
  }
  const centre = centreWords[event.finding ?? ''];
  if (centre !== undefined) {
    const words = t(centre, { device: event.device ?? '?' });
    return judged.has(event.finding ?? '') && event.device !== undefined ? `${words}: ${event.device}` : words;
  }
  // A newer gateway may find out what this page has no words for: its own word is shown then.
  const title = knownCode('finding', event.finding) ?? t('events.gateway', { finding: event.finding ?? '?' });
  const where = event.description ?? event.tag
    ?? (event.native?.port !== undefined ? t('events.gateway.input', place(event))
      : event.native?.channel !== undefined ? t('events.gateway.channel', place(event)) : undefined);
  return where === undefined ? title : `${title}: ${where}`;
}

/** The numbers of a finding, where it has any: both numbers of an energy that differs stand in its text. */
function gatewayDetail(event: EventMessage): string {
  switch (event.finding) {
    case 'aboveMaximum':
    case 'belowMinimum':
      return [event.count === 0 ? t('events.gateway.within') : event.text, measured(event)].filter(Boolean).join(', ');
    case 'steppedUp':
    case 'steppedDown':
      return [event.text, measured(event), event.count === undefined ? '' : t('events.gateway.stepsBetween', { n: event.count })]
        .filter(Boolean).join(', ');
    case 'alarmSuppressed':
    case 'aboveMaximumSuppressed':
    case 'belowMinimumSuppressed':
      return [event.text, event.count === 0 ? t('events.gateway.noLonger') : undefined].filter(Boolean).join(', ');
  }
  if (event.finding === 'sourceGone') {
    return goneText(event.text ?? '');
  }
  if (judged.has(event.finding ?? '')) {
    const detail = event.finding === 'backlogStuck' && event.text !== undefined
      ? t('events.centre.waiting', { n: event.text }) : event.text;
    return [event.count === 0 ? t('events.centre.over') : undefined, detail].filter(Boolean).join(', ');
  }
  if (event.text !== undefined || event.count === undefined) {
    return event.text ?? '';
  }
  switch (event.finding) {
    case 'inputUnmasked': return t('events.gateway.leftOut', { n: event.count });
    case 'energyMissing': return event.count > 1 ? `× ${event.count}` : '';
    case 'eventsLost': return `× ${event.count}`;
    case 'changedWithoutEvent': return String(event.count);
    default: return '';
  }
}

/** What caused a restart, and what the device says that has no word: its own numbers then. */
function commsState({ condition, causes, native }: EventMessage): string {
  if ((condition === undefined || condition === 'other') && native?.code !== undefined) {
    return t('events.comms.code', { code: native.code, motive: native.motive ?? '?' });
  }
  return [...(causes ?? []).map((cause) => codeText('cause', cause)), knownCode('conditionState', condition)]
    .filter((words) => words !== undefined).join(', ');
}

/** Where the device has it, for a point that the profile does not know. */
const place = ({ native }: EventMessage): Record<'ied' | 'port' | 'bit' | 'channel', string | number> => ({
  ied: native?.ied ?? '?', port: native?.port ?? '?', bit: native?.bit ?? '?', channel: native?.channel ?? '?',
});

export function deviceName(catalog: CatalogMessage | undefined, event: EventMessage): string {
  return plain(catalog?.devices.find((device) => device.id === event.device)?.description ?? event.device ?? '');
}
