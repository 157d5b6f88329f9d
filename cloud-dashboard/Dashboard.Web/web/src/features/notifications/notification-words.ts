import type { ApiError } from '../../shared/api/api';
import type { NotificationView } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { t } from './words';

export const states = ['waiting', 'claimed', 'sending', 'sent', 'gaveUp', 'uncertain', 'nobody', 'withdrawn'] as const;
export const ways = ['mail', 'sms', 'webhook', 'nobody'] as const;
export const classes = ['protection', 'plant', 'communication', 'system'] as const;
export const conditions = [
  'protection', 'input', 'gatewayAway', 'linkDown', 'recordsLost', 'twoGateways', 'journalTakenBack', 'historianDown',
  'notificationsFail', 'aboveMaximum', 'belowMinimum', 'steppedUp', 'steppedDown', 'deviceLost', 'eventsLost', 'backlogStuck',
  'gatewayClockOff', 'clockOff', 'inputMasked', 'deviceRestarted', 'energyDoubtful', 'certificateEnds', 'otherFinding',
] as const;

const faults = [
  'notConfigured', 'unreachable', 'logInRefused', 'refused', 'broken', 'killed', 'directory', 'badAnswer', 'timedOut', 'noWebhook', 'fault',
] as const;
const errors = [
  'badName', 'badPriority', 'badStation', 'badCondition', 'badAction', 'badSteps', 'badGroup', 'badMinutes', 'tooManyMembers', 'emptyGroup',
  'noAddress', 'badAddress', 'badPhone', 'badZone', 'badRoster', 'badUrl', 'badSecret', 'groupInUse', 'unknownPlaceholder',
  'badTemplate', 'tooManyRules', 'tooManyGroups', 'badRequest', 'notFound', 'tooMany', 'forbidden', 'network',
] as const;

/** Why a message was not sent; a word of a newer server is shown as it is, and the words of the other side behind it. */
export function faultText({ fault, detail }: NotificationView): string {
  if (fault === undefined) {
    return '';
  }
  const known = faults.find((one) => one === fault);
  return [known ? t(`fault.${known}`) : plain(fault), plain(detail ?? '')].filter((words) => words !== '').join(': ');
}

/** Why a change was not taken. What is wrong is named by the server where the code alone does not. */
export function errorText({ code, detail }: ApiError): string {
  const known = errors.find((one) => one === code);
  const names = /^(bad|unknown|groupInUse)/.test(code);
  const which = names ? /'[^']*'|\{[^}]*\}/.exec(detail ?? '')?.[0] : undefined;
  const words = known ? t(`error.${known}`) : t('error.other', { code: plain(code) });
  return which === undefined ? words : `${words} ${plain(which)}`;
}
