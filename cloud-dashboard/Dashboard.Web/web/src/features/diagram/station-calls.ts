import { alarms } from '../../shared/alarms/alarms-state';
import { siteAlarms } from '../../shared/alarms/site-alarms';
import { homeScreen, pathTo, rootScreens } from '../../shared/site/screens';
import { watched } from '../../shared/site/watched';

/** What calls at a station of the map: how many alarms nobody has acknowledged, and the highest priority of them. */
export interface StationCall {
  readonly priority: number;
  readonly count: number;
}

/**
 * What calls behind each screen that a map opens. A map that opens one screen counts the whole station; of several each has the points that
 * its elements show, and the station's own first one what belongs to none, such as the way to the gateway.
 */
export function stationCalls(screen: string, opened: ReadonlySet<string>): ReadonlyMap<string, StationCall> {
  const summary = watched.summary.value;
  const data = watched.data.value;
  const overview = alarms.overview.value;
  if (!summary || !data || !rootScreens(summary).some(({ name }) => name === screen)) {
    return new Map();
  }
  const [only] = opened;
  if (opened.size === 1 && only !== undefined) {
    const counts = overview?.sites.find(({ site }) => site === data.site)?.unacknowledged ?? [];
    const priority = counts.findIndex((count) => count > 0) + 1;
    return new Map(priority === 0 ? [] : [[only, { priority, count: counts.reduce((sum, one) => sum + one, 0) }]]);
  }
  const home = homeScreen(summary)?.name;
  const calls = new Map<string, StationCall>();
  for (const { event, priority } of siteAlarms.unacknowledged.value) {
    const own = data.described.value.get(event.tag ?? '')?.screen;
    const at = pathTo(summary, own ?? '').map(({ name }) => name).find((name) => opened.has(name)) ?? home;
    if (at !== undefined && opened.has(at)) {
      const before = calls.get(at);
      calls.set(at, { priority: Math.min(priority, before?.priority ?? priority), count: (before?.count ?? 0) + 1 });
    }
  }
  return calls;
}
