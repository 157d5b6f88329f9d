import type { CatalogMessage, EventMessage } from '../../shared/contract/generated/contract';
import { knownCode } from '../../shared/i18n/codes';
import { t } from './words';

/** What an entry is about, for a person. A point that the profile does not know is shown as such, never dropped. */
export function eventDescription(event: EventMessage): string {
  switch (event.type) {
    case 'digital':
      return event.description ?? event.tag
        ?? t('events.unknownPoint', { ied: event.ied ?? '?', port: event.port ?? '?', bit: event.bit ?? '?' });
    case 'comms': return event.text ?? t(commsTitle(event.code));
    case 'idle': return event.description ?? t('events.idle');
    case 'gateway': return gatewayDescription(event);
    case 'operator':
      return t(event.action === 'acknowledge' ? 'events.operator.acknowledge' : 'events.operator.set',
        { who: event.who ?? '?', tag: event.tag ?? '?' });
    case 'loss': return t('events.loss', { n: event.dropped ?? 0 });
  }
}

/** The word for the new state. */
export function eventState(event: EventMessage): string {
  if (event.type === 'digital') {
    return event.text ?? (event.state === undefined ? '' : t(event.state === 1 ? 'events.on' : 'events.off'));
  }
  if (event.type === 'gateway') {
    return gatewayDetail(event);
  }
  if (event.type === 'operator') {
    return event.action === 'acknowledge' ? '' : event.text ?? '';
  }
  return event.type === 'comms' ? commsState(event.code, event.motive ?? 0) : '';
}

/** Mara 1.4 §5: what an event of the type communications/system is about, by its code. */
function commsTitle(code: number | undefined): Parameters<typeof t>[0] {
  switch (code) {
    case 2: return 'events.comms.link';
    case 3: return 'events.comms.restart';
    case 4: return 'events.comms.communications';
    case 6: return 'events.comms.ram';
    case 7: return 'events.comms.forced';
    default: return 'events.comms';
  }
}

/** What the gateway found out, and about what: the point where the profile knows it, else where it is wired. */
function gatewayDescription(event: EventMessage): string {
  // A newer gateway may find out what this page has no words for: its own word is shown then.
  const title = knownCode('finding', event.finding) ?? t('events.gateway', { finding: event.finding ?? '?' });
  const where = event.description ?? event.tag
    ?? (event.port !== undefined ? t('events.gateway.input', { ied: event.ied ?? '?', port: event.port, bit: event.bit ?? '?' })
      : event.channel !== undefined ? t('events.gateway.channel', { ied: event.ied ?? '?', channel: event.channel })
        : undefined);
  return where === undefined ? title : `${title}: ${where}`;
}

/** The figures of a finding, where it has any: both numbers of an energy that differs stand in its text. */
function gatewayDetail(event: EventMessage): string {
  if (event.text !== undefined || event.count === undefined) {
    return event.text ?? '';
  }
  switch (event.finding) {
    case 'inputUnmasked': return t('events.gateway.leftOut', { n: event.count });
    case 'energyMissing': return event.count > 1 ? `× ${event.count}` : '';
    case 'eventsLost': return `× ${event.count}`;
    default: return '';
  }
}

/** The motive in words: bit 3 of a restart tells the whole IED from its UART, bits 0 to 2 are the causes. */
function commsState(code: number | undefined, motive: number): string {
  if (code === 2) {
    return t(motive === 1 ? 'events.comms.back' : 'events.comms.lost');
  }
  if (code !== 3) {
    return code === undefined || code === 4 || code === 6 || code === 7 ? '' : t('events.comms.code', { code, motive });
  }
  const causes = [
    (motive & 1) !== 0 && t('events.comms.powerOn'), (motive & 2) !== 0 && t('events.comms.brownOut'),
    (motive & 4) !== 0 && t('events.comms.watchdog'), (motive & 8) === 0 && t('events.comms.uartOnly'),
  ];
  return causes.filter((cause) => cause !== false).join(', ');
}

export function deviceName(catalog: CatalogMessage | undefined, event: EventMessage): string {
  return catalog?.devices.find((device) => device.id === event.device)?.description ?? event.device ?? '';
}
