import { beforeEach, describe, expect, it } from 'vitest';
import { siteState } from '../../../src/features/map/site-state';
import { locale } from '../../../src/shared/i18n/locale';
import { summary } from '../../shared/site/samples';

describe('the state of a station in the list', () => {
  beforeEach(() => locale.choose('es'));

  it('says that the clock of its gateway is not right, in both languages', () => {
    expect(siteState({ ...summary, clock: 'notSet' }, true)).toEqual({ state: 'warn', words: 'reloj sin hora' });
    expect(siteState({ ...summary, clock: 'unsynchronised' }, true)).toEqual({ state: 'warn', words: 'reloj sin sincronizar' });
    locale.choose('en');
    expect(siteState({ ...summary, clock: 'notSet' }, true)).toEqual({ state: 'warn', words: 'clock not set' });
  });

  it('has nothing to say of one that is right, or that somebody vouches for', () => {
    for (const clock of ['synchronised', 'unchecked']) {
      expect(siteState({ ...summary, clock }, true).state).toBe('ok');
    }
    expect(siteState(summary, true).state).toBe('ok');
  });

  it('names what is worse first', () => {
    const down = { ...summary, clock: 'notSet', field: [{ ...summary.field[0]!, up: false }] };
    expect(siteState(down, true).state).toBe('down');
    const silent = { ...summary, clock: 'notSet', field: [{ ...summary.field[0]!, silent: ['F3'] }] };
    expect(siteState(silent, true).words).not.toContain('reloj');
    expect(siteState({ ...summary, clock: 'notSet', status: 'lost' }, true).state).toBe('down');
  });
});
