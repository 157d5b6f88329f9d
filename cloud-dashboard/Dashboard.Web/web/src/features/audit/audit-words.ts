import type { AuditView } from '../../shared/contract/generated/contract';
import { formatClock, formatDate } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { t } from './words';

/** The words of the record, in the order in which they are offered. */
export const acts = [
  'logIn', 'logOut', 'passwordChanged', 'alarmAcknowledged', 'alarmShelved', 'alarmOutOfService', 'alarmBack', 'elementSet',
  'elementReleased', 'elementUncertain', 'stationForgotten',
  'userAdded', 'userRole', 'userPassword', 'userDisabled', 'userEnabled', 'userUnlocked', 'sessionsEnded', 'userRemoved',
  'secondFactorOn', 'secondFactorOff', 'recoveryCodeUsed', 'passkeyAdded', 'passkeyRemoved', 'tokenMade', 'tokenRevoked', 'wallOpened',
  'alarmsExported', 'auditExported', 'notificationRuleSet', 'notificationRuleRemoved', 'notificationGroupSet', 'notificationGroupRemoved',
  'notificationTemplateSet', 'notificationTemplateRemoved', 'notificationTested',
] as const;
const roles = ['viewer', 'operator', 'supervisor', 'engineer', 'administrator'] as const;

/** What was done; a word of a newer server is shown as it is. */
export function actText(what: string): string {
  const known = acts.find((one) => one === what);
  return known ? t(`act.${known}`) : plain(what);
}

/** From where: an address is shown as it is. */
export const originText = (from: string | undefined): string => from === 'command line' ? t('audit.commandLine') : plain(from ?? '');

/** How it was or is, in words where the record has codes. */
export function valueText({ what }: AuditView, value: string | undefined, zone: string): string {
  if (value === undefined) {
    return '';
  }
  const role = what.startsWith('user') ? roles.find((one) => one === value) : undefined;
  if (role) {
    return t(`role.${role}`);
  }
  const until = what === 'alarmShelved' ? /^(\d{4}-\S+Z) (.*)$/s.exec(value) : null;
  const end = Date.parse(until?.[1] ?? '');
  return Number.isNaN(end) ? plain(value)
    : t('audit.until', { time: `${formatDate(end, zone)} ${formatClock(end, zone)}`, reason: plain(until?.[2] ?? '') });
}
