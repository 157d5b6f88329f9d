import type { AlarmOverview, AlarmView, SiteEvent } from '../../../src/shared/contract/generated/contract';

const at = '2026-01-01T12:00:00Z';

/** An alarm of a protection that is there and that nobody has acknowledged; fields of the event may be given too. */
export function alarm(id: number, more: Partial<Omit<AlarmView, 'event'>> & Partial<Pick<SiteEvent, 'tag' | 'description' | 'text' | 'time'>> = {}): AlarmView {
  const { tag = `F${id}`, description = `Alimentador ${id}`, text = 'Disparo', time = at, ...own } = more;
  const site = own.site ?? 's';
  return {
    id, site, condition: 'protection', class: 'protection', priority: 1, active: true, acknowledged: false, lasting: true, raises: 1,
    firstRaised: time, arrival: id, change: id, ...own,
    event: {
      site, key: `${site}/e/${id}`, epoch: 'e', seq: id, arrival: id, type: 'digital', tag, description, text, alarmKind: 0, state: 1, time,
      timeSource: 'device', clock: 'synchronised', received: time,
    },
  };
}

/** The overview of these alarms and no others: the first is the first. */
export function overviewOf(...some: AlarmView[]): AlarmOverview {
  const sites = [...new Set(some.map(({ site }) => site))].map((site) => ({
    site,
    acknowledged: 0,
    recent: some.filter((one) => one.site === site).map(({ event }) => event.received),
    unacknowledged: [1, 2, 3, 4].map((priority) => some.filter((one) => one.site === site && one.priority === priority && !one.acknowledged).length),
  }));
  return { sites, ...(some[0] ? { first: some[0] } : {}) };
}
