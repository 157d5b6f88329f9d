import type { SessionRole, UserView } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import type { Outcome } from './user-desk';
import { t } from './words';

/** How a user is, in words. */
export function stateText({ disabled, mustChangePassword }: UserView): string {
  return disabled ? t(mustChangePassword ? 'state.both' : 'state.disabled') : t(mustChangePassword ? 'state.mustChange' : 'state.enabled');
}

/** What became of an action, for the reader. */
export function outcomeText({ action, name, error }: Outcome): string {
  const words = { name: plain(name) };
  if (!error) {
    return t(`done.${action}`, words);
  }
  switch (error.code) {
    case 'lastAdministrator': return t('error.lastAdministrator');
    case 'userExists': return t('error.userExists', words);
    case 'unknownUser': return t('error.unknownUser', words);
    case 'refused': return t('error.refused', { words: plain(error.detail ?? '') });
    case 'forbidden': return t('error.forbidden');
    case 'network': return t('error.network');
    default: return t('error.other', { code: plain(error.code) });
  }
}

/** By which the list is sorted. */
export const columns = ['name', 'role', 'state', 'lastLogIn', 'sessions'] as const;
export type Column = (typeof columns)[number];

/** What a user may be; `none`: nothing for all stations. */
export type Role = SessionRole | 'none';
export const roles: readonly SessionRole[] = ['viewer', 'operator', 'supervisor', 'engineer', 'administrator'];

/** What a user may do, in words. */
export function roleText({ role, stations }: UserView): string {
  if (role === undefined && stations.length > 0) {
    return t(stations.length === 1 ? 'users.onlyAtOne' : 'users.onlyAt', { n: stations.length });
  }
  const words = t(`role.${role ?? 'none'}`);
  return stations.length === 0 ? words : t('users.atStations', { role: words, n: stations.length });
}

const rank = ({ role }: UserView): number => role === undefined ? roles.length : roles.length - 1 - roles.indexOf(role);
const byName = (a: UserView, b: UserView): number => a.name.localeCompare(b.name);

/** In the order that a reader expects first: the newest log-in, the most sessions, who may do most. */
const orders: Readonly<Record<Column, (a: UserView, b: UserView) => number>> = {
  name: byName,
  role: (a, b) => rank(a) - rank(b),
  state: (a, b) => Number(b.disabled) - Number(a.disabled) || Number(b.mustChangePassword) - Number(a.mustChangePassword),
  lastLogIn: (a, b) => Date.parse(b.lastLogIn ?? '1970-01-01') - Date.parse(a.lastLogIn ?? '1970-01-01'),
  sessions: (a, b) => b.sessions.length - a.sessions.length,
};

export const sorted = (users: readonly UserView[], by: Column, turned: boolean): UserView[] =>
  [...users].sort((a, b) => (turned ? -1 : 1) * orders[by](a, b) || byName(a, b));
