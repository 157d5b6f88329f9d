import { computed, signal } from '@preact/signals-core';
import type { Session } from '../contract/generated/contract';

export type Role = Session['role'];

/** What the user may do: the highest role, and where there are some for single stations, these and that for all. */
export type Roles = Pick<Session, 'role' | 'all' | 'stations'>;

/** Each may do what those before it may. */
const ranks: readonly Role[] = ['viewer', 'operator', 'supervisor', 'engineer', 'administrator'];

const rank = (role: Role | undefined): number => role === undefined ? -1 : ranks.indexOf(role);

/** What the user who is logged in may do, as the server decides it too; undefined while nobody is. The session writes it. */
export const roles = signal<Roles | undefined>(undefined);

/** The role for all stations. */
export const ofAllStations = (who: Roles | null | undefined): Role | undefined => who?.stations ? who.all : who?.role;

/** The role at a station: the higher of that for all and that for it alone. */
export function roleAt(site: string): Role | undefined {
  const who = roles.value;
  const all = ofAllStations(who);
  const here = who?.stations?.find((one) => one.site === site)?.role;
  return rank(here) > rank(all) ? here : all;
}

const atLeast = (role: Role | undefined, least: Role): boolean => rank(role) >= rank(least);

/** Whether the user may acknowledge and shelve at some station. */
export const operates = computed(() => atLeast(roles.value?.role, 'operator'));

/** Whether the user may acknowledge and shelve at a station. */
export const operatesAt = (site: string): boolean => atLeast(roleAt(site), 'operator');

/** Whether the user may take an alarm of a station out of service, and forget the station. */
export const supervisesAt = (site: string): boolean => atLeast(roleAt(site), 'supervisor');
