import { operates, operatesAt } from '../../shared/api/role';
import { stationOf } from '../../shared/site/station';
import { t } from './words';

/** That the user acknowledges nothing, or nothing at this station, where that is so. */
export function readOnly(site: string): string | undefined {
  if (!operates.value) {
    return t('alarms.readOnly');
  }
  return site === '' || operatesAt(site) ? undefined : t('alarms.readOnlyAt', { name: stationOf(site).name });
}
