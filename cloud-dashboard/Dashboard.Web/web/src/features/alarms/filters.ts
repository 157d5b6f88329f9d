import { at } from '../../shared/api/base';
import type { AlarmView } from '../../shared/contract/generated/contract';
import type { Route } from '../../shared/ui/navigation';

export const states = ['open', 'unacknowledged', 'active', 'returned', 'shelved', 'outOfService', 'suppressed', 'all'] as const;
export const groupings = ['bay', 'cause'] as const;
export const orders = ['arrival', 'priority', 'time'] as const;
export type StateFilter = (typeof states)[number];
export type Grouping = (typeof groupings)[number];
export type Order = (typeof orders)[number];

/** Which alarms are shown, and in which order. The address says it whole. */
export interface Filters {
  readonly state: StateFilter;
  /** The digits of the priorities; empty for all. */
  readonly priority: string;
  readonly station: string;
  readonly text: string;
  /** Raised not before this time, and before that one, by the clock of the device: RFC 3339, or empty. */
  readonly from: string;
  readonly to: string;
  readonly order: Order;
  /** What the alarms of a group have in common; empty: each stands for itself. */
  readonly group: Grouping | '';
  /** Only those of this group, for what stands below its line. */
  readonly within?: string;
}

/** What the page reads from its address. */
export const filterNames = ['state', 'priority', 'station', 'text', 'from', 'to', 'order', 'group'] as const;

const MOST_TEXT = 100;

export function filtersOf(query: Route['query']): Filters {
  const priority = [...new Set((query?.['priority'] ?? '').replaceAll(/[^1-4]/g, ''))].sort().join('');
  return {
    state: states.find((one) => one === query?.['state']) ?? 'open',
    priority: priority.length === 4 ? '' : priority,
    station: query?.['station'] ?? '',
    text: (query?.['text'] ?? '').slice(0, MOST_TEXT),
    from: momentIn(query?.['from']),
    to: momentIn(query?.['to']),
    order: orders.find((one) => one === query?.['order']) ?? 'arrival',
    group: groupings.find((one) => one === query?.['group']) ?? '',
  };
}

/** A time of the address as the server takes it; one that is none is left out. */
function momentIn(text: string | undefined): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

/** For the address: what is as it is without a choice is left out. */
export const queryOf = ({ state, priority, station, text, from, to, order, group }: Filters): Record<string, string | undefined> => ({
  state: state === 'open' ? undefined : state,
  priority: priority || undefined,
  station: station || undefined,
  text: text || undefined,
  from: from || undefined,
  to: to || undefined,
  order: order === 'arrival' ? undefined : order,
  group: group || undefined,
});

/** For the server. */
export const requestOf = ({ state, priority, station, text, from, to, order, within = '' }: Filters): Record<string, string> =>
  ({ state, priority, site: station, text: text.trim(), from, to, order, group: within });

/** The key of the group of an alarm, as the server names it. */
export const groupOf = ({ id, site, bay, burst }: AlarmView, by: Grouping): string =>
  by === 'bay' ? `b${site}/${bay ?? ''}` : `c${burst?.id ?? -id}`;

/** Where the same alarms are as a table, in the language of the reader. */
export const exportOf = (filters: Filters, form: 'csv' | 'xlsx', language: string): string => {
  const given = Object.entries({ form, language, ...requestOf(filters) }).filter(([, value]) => value !== '');
  return at(`/api/alarms/export?${new URLSearchParams(given)}`);
};

const isOpen = ({ active, acknowledged }: AlarmView): boolean => active || !acknowledged;

/** Whether it is in none of the lists of what calls: somebody shelved it, or a rule of the workbook suppresses it. */
const isAside = ({ shelf, design }: AlarmView): boolean => shelf !== undefined || design !== undefined;

const inState: Readonly<Record<StateFilter, (alarm: AlarmView) => boolean>> = {
  open: (alarm) => isOpen(alarm) && !isAside(alarm),
  unacknowledged: (alarm) => !alarm.acknowledged && !isAside(alarm),
  active: (alarm) => alarm.active && !isAside(alarm),
  returned: (alarm) => !alarm.active && !alarm.acknowledged && !isAside(alarm),
  shelved: ({ shelf }) => shelf?.until !== undefined,
  outOfService: ({ shelf }) => shelf !== undefined && shelf.until === undefined,
  suppressed: (alarm) => isOpen(alarm) && alarm.design !== undefined,
  all: () => true,
};

/** Whether the server would have an alarm in its answer. */
export function matches(alarm: AlarmView, { state, priority, station, text, from, to, group, within }: Filters): boolean {
  const { tag, description, text: words, device, time } = alarm.event;
  return inState[state](alarm)
    && (priority === '' || priority.includes(String(alarm.priority)))
    && (station === '' || alarm.site === station)
    && (within === undefined || group === '' || groupOf(alarm, group) === within)
    && (from === '' || Date.parse(time) >= Date.parse(from))
    && (to === '' || Date.parse(time) < Date.parse(to))
    && (text.trim() === '' || [tag, description, words, device].join(' ').toLowerCase().includes(text.trim().toLowerCase()));
}

const newest = (a: AlarmView, b: AlarmView): number => b.arrival - a.arrival || b.id - a.id;

/** The order of the server. */
export const compare: Readonly<Record<Order, (a: AlarmView, b: AlarmView) => number>> = {
  arrival: newest,
  priority: (a, b) => a.priority - b.priority || newest(a, b),
  time: (a, b) => Date.parse(b.event.time) - Date.parse(a.event.time) || b.id - a.id,
};
