import { afterEach, describe, expect, it } from 'vitest';
import { ofAllStations, operates, operatesAt, roleAt, roles, supervisesAt, type Role, type Roles } from '../../../src/shared/api/role';

describe('what the user may do', () => {
  afterEach(() => {
    roles.value = undefined;
  });

  const may = (site: string): boolean[] => [operatesAt(site), supervisesAt(site)];

  it('is nothing while nobody is logged in', () => {
    expect([ofAllStations(undefined), roleAt('s'), operates.value, ...may('s')]).toEqual([undefined, undefined, false, false, false]);
  });

  it.each<[Role, boolean, boolean]>([
    ['viewer', false, false], ['operator', true, false], ['supervisor', true, true], ['engineer', true, true], ['administrator', true, true],
  ])('is at every station what the role %s says', (role, operator, supervisor) => {
    roles.value = { role };
    expect([operates.value, ...may('s'), ...may('other')]).toEqual([operator, operator, supervisor, operator, supervisor]);
  });

  it('is at a station the higher of its role and that for all', () => {
    roles.value = {
      role: 'supervisor', all: 'operator', stations: [{ site: 'norte', role: 'supervisor' }, { site: 'sur', role: 'viewer' }],
    };
    expect(['norte', 'sur', 'este'].map(roleAt)).toEqual(['supervisor', 'operator', 'operator']);
    expect([may('norte'), may('sur'), may('este')]).toEqual([[true, true], [true, false], [true, false]]);
  });

  it('is nothing elsewhere with roles for single stations alone', () => {
    const who: Roles = { role: 'operator', stations: [{ site: 'norte', role: 'operator' }] };
    roles.value = who;
    expect([ofAllStations(who), roleAt('sur'), operates.value, may('norte'), may('sur')])
      .toEqual([undefined, undefined, true, [true, false], [false, false]]);
  });
});
