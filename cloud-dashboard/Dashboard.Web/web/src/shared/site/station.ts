import { roles } from '../api/role';
import { common } from '../i18n/common';
import { overview } from './overview';
import { watched } from './watched';

/** What the centre is called where a station would be: its own alarms and events are of it. */
export const CENTRE = '$centre';

/** A station by its name for the reader and the clock on its wall; of one that is not known, its own name and UTC. */
export function stationOf(site: string): { name: string; zone: string } {
  if (site === CENTRE) {
    // The centre has no clock on a wall of its own: its times are those of the clock that the page shows.
    return { name: common('centre'), zone: watched.zone.value };
  }
  const known = overview.sites.value?.find((one) => one.site === site);
  return { name: known?.name ?? site, zone: known?.timeZone ?? 'UTC' };
}

/** What can be chosen: the stations, and the centre for those who see all of them. */
export function sitesAndCentre(): { site: string; name: string }[] {
  const sites = (overview.sites.value ?? []).map(({ site, name }) => ({ site, name }));
  const who = roles.value;
  const ofAll = who !== undefined && (who.stations === undefined || who.all !== undefined);
  return ofAll ? [...sites, { site: CENTRE, name: common('centre') }] : sites;
}
