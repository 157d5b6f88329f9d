import { describe, expect, it } from 'vitest';
import { at, baseOf, within } from '../../../src/shared/api/base';

describe('where the site is on its host', () => {
  it('is written into the page by the server', () => {
    expect([baseOf('/scada/'), baseOf('/a/b/'), baseOf('/'), baseOf('./'), baseOf(undefined)]).toEqual(['/scada', '/a/b', '', '', '']);
  });

  it('begins every address of the site and is no part of a page', () => {
    expect([at('/api/sites', '/scada'), at('/events', '')]).toEqual(['/scada/api/sites', '/events']);
    expect(['/scada/events', '/scada/', '/scada', '/scadax'].map((path) => within(path, '/scada')))
      .toEqual(['/events', '/', '/', '/scadax']);
    expect(within('/events', '')).toBe('/events');
  });
});
