import { afterEach, describe, expect, it } from 'vitest';
import { roles } from '../../../src/shared/api/role';
import { locale } from '../../../src/shared/i18n/locale';
import { overview } from '../../../src/shared/site/overview';
import { CENTRE, sitesAndCentre, stationOf } from '../../../src/shared/site/station';
import { summary } from './samples';

describe('the centre in the place of a station', () => {
  afterEach(() => {
    roles.value = undefined;
    overview.sites.value = undefined;
  });

  it('has a name of its own', () => {
    locale.choose('es');
    expect(stationOf(CENTRE).name).toBe('El centro');
    expect(stationOf('nowhere')).toEqual({ name: 'nowhere', zone: 'UTC' });
  });

  it('can be chosen by those who see all stations', () => {
    overview.sites.value = [summary];
    roles.value = { role: 'viewer' };
    expect(sitesAndCentre().map(({ site }) => site)).toEqual([summary.site, CENTRE]);
    roles.value = { role: 'operator', stations: [{ site: summary.site, role: 'operator' }] };
    expect(sitesAndCentre().map(({ site }) => site)).toEqual([summary.site]);
    roles.value = { role: 'operator', all: 'viewer', stations: [{ site: summary.site, role: 'operator' }] };
    expect(sitesAndCentre()).toHaveLength(2);
  });
});
