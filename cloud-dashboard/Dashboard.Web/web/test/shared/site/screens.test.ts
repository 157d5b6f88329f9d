import { describe, expect, it } from 'vitest';
import { homeScreen, pathTo, rootScreens } from '../../../src/shared/site/screens';
import { summary } from './samples';

describe('the screens of a site', () => {
  it('begin with the root; the station opens its own', () => {
    expect(rootScreens(summary).map((screen) => screen.name)).toEqual(['VS']);
    expect(homeScreen(summary)?.name).toBe('LA');
    expect(pathTo(summary, 'LA').map((screen) => screen.name)).toEqual(['VS', 'LA']);
  });

  it('survive a circle and a parent that is not there', () => {
    const odd = { ...summary, screens: [{ name: 'A', description: '', prefix: '', parent: 'B' }, { name: 'B', description: '', prefix: '', parent: 'A' }] };
    expect(pathTo(odd, 'A').map((screen) => screen.name)).toEqual(['B', 'A']);
    const orphan = { ...summary, screens: [{ name: 'A', description: '', prefix: '', parent: 'gone' }] };
    expect(rootScreens(orphan).map((screen) => screen.name)).toEqual(['A']);
    expect(homeScreen(undefined)).toBeUndefined();
  });
});
