import { overview } from './overview';

/** A station by its name for the reader and the clock on its wall; of one that is not known, its own name and UTC. */
export function stationOf(site: string): { name: string; zone: string } {
  const known = overview.sites.value?.find((one) => one.site === site);
  return { name: known?.name ?? site, zone: known?.timeZone ?? 'UTC' };
}
