import { describe, expect, it } from 'vitest';
import { entriesOf, mayOpen, pageOf, pages } from '../../src/app/pages';

const who = { user: 'ana', role: 'operator', mustChangePassword: false } as const;

describe('the table of pages', () => {
  it('has each name and each address once', () => {
    expect(new Set(pages.map((page) => page.name)).size).toBe(pages.length);
    expect(new Set(pages.map((page) => page.path)).size).toBe(pages.length);
    expect(pages.filter((page) => !/^\/[a-z-]+$/.test(page.path))).toEqual([]);
  });

  it('has a first page that everybody may open', () => expect(mayOpen(pages[0], who)).toBe(true));

  it('leads to the first page from a route that nobody knows', () => {
    expect(pageOf({ page: 'events' }, who).name).toBe('events');
    expect(pageOf({ page: 'nothing' }, who)).toBe(pages[0]);
  });

  it('has the pages that are seldom opened last: on a phone they stand in a sheet', () => {
    expect(pages.map((page) => page.rare ?? false)).toEqual(pages.map((page) => page.rare ?? false).sort());
  });

  it('opens the users to administrators alone', () => {
    const opens = (role: 'supervisor' | 'administrator'): string[] => pages.filter((page) => mayOpen(page, { ...who, role })).map(({ name }) => name);
    expect(opens('administrator').filter((name) => !opens('supervisor').includes(name))).toEqual(['users', 'tokens']);
  });

  it('gives every page a way in the rail, and says which of them is shown', () => {
    const shown = (page: string): string[] => pages.flatMap((one) => entriesOf(one, { page })).filter((entry) => entry.current).map((entry) => entry.id);
    expect(pages.flatMap((page) => entriesOf(page, { page: '' })).map((entry) => entry.id)).toEqual(
      ['map', 'alarms', 'trends', 'events', 'statistics', 'stations', 'account', 'users', 'tokens', 'notifications', 'audit']);
    expect(shown('events')).toEqual(['events']);
  });
});
