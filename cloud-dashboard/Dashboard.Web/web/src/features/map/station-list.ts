import type { SiteSummary } from '../../shared/contract/generated/contract';
import { live } from '../../shared/live/live';
import { overview } from '../../shared/site/overview';
import { homeScreen } from '../../shared/site/screens';
import { watched } from '../../shared/site/watched';
import type { NodeState } from '../../shared/ui/icons';
import type { Entry, Route } from '../../shared/ui/navigation';
import { siteState } from './site-state';

/** The way to a station, with how it is. */
export interface StationEntry extends Entry {
  site: string;
  state: NodeState;
  words: string;
}

/** The ways to the stations' own diagrams; undefined while they are not known. */
export function stationEntries(route: Route, page: string): StationEntry[] | undefined {
  return overview.sites.value?.map((site) => {
    const home = homeScreen(site);
    return {
      id: `site-${site.site}`,
      text: site.name,
      query: { screen: home?.name },
      current: home !== undefined && route.page === page && watched.data.value?.site === site.site && route.query?.['screen'] === home.name,
      site: site.site,
      ...siteState(site, live.link.value.up),
    };
  });
}

/** The state of the station that is worst off. */
export function worstState(sites: readonly SiteSummary[] | undefined): NodeState {
  const states = (sites ?? []).map((site) => siteState(site, live.link.value.up).state);
  return (['down', 'warn', 'unknown'] as const).find((state) => states.includes(state)) ?? 'ok';
}
