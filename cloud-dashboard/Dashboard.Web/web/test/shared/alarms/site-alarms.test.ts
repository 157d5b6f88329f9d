import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlarmsState } from '../../../src/shared/alarms/alarms-state';
import { SiteAlarms } from '../../../src/shared/alarms/site-alarms';
import type { AlarmView } from '../../../src/shared/contract/generated/contract';
import type { Live } from '../../../src/shared/live/live';
import { SiteData } from '../../../src/shared/site/site-data';
import type { Watched } from '../../../src/shared/site/watched';
import { alarm, overviewOf } from './samples';

describe('the open alarms of the station that is watched', () => {
  const connection = { on: () => undefined, link: signal({ up: true }) } as unknown as Live;
  let data = signal<SiteData | undefined>(undefined);
  const asked: string[] = [];
  let answer: (alarms: AlarmView[]) => void;
  let alarms: AlarmsState;
  let own: SiteAlarms;

  beforeEach(() => {
    asked.length = 0;
    data = signal<SiteData | undefined>(undefined);
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return new Promise((resolve) => {
        answer = (some) => resolve(Response.json({ alarms: some }));
      });
    });
    alarms = new AlarmsState(connection);
    own = new SiteAlarms(connection, { data } as unknown as Watched, alarms);
  });

  afterEach(() => vi.unstubAllGlobals());

  const comes = (...changed: AlarmView[]): void => alarms.updates.emit({ changed, all: true, overview: overviewOf() });
  const calling = (): string[] => [...own.calling.value].sort();

  it('are asked for when it is watched, and followed from then on', async () => {
    expect(asked).toEqual([]);
    data.value = new SiteData('s');
    expect(asked).toEqual(['/api/alarms?site=s&state=open&order=priority&limit=500']);
    answer([alarm(1), alarm(2, { acknowledged: true })]);
    await vi.waitFor(() => expect(calling()).toEqual(['F1']));
    comes(alarm(3), alarm(4, { site: 'other' }));
    expect(calling()).toEqual(['F1', 'F3']);
    comes(alarm(1, { acknowledged: true, change: 10 }), alarm(3, { acknowledged: true, active: false, change: 11 }));
    expect([calling(), own.of('F1').length, own.of('F3').length]).toEqual([[], 1, 0]);
    comes(alarm(1, { change: 5 }));
    expect(calling()).toEqual([]);
  });

  it('keep what came while they were asked for, and drop an answer for another station', async () => {
    data.value = new SiteData('s');
    const late = answer;
    data.value = new SiteData('other');
    comes(alarm(7, { site: 'other', acknowledged: true, change: 70 }));
    answer([alarm(7, { site: 'other' }), alarm(8, { site: 'other' })]);
    await vi.waitFor(() => expect(own.of('F8')).toHaveLength(1));
    expect(own.of('F7')[0]?.acknowledged).toBe(true);
    late([alarm(1)]);
    await Promise.resolve();
    expect(own.of('F1')).toEqual([]);
  });

  it('are asked for again when something may have been missed', () => {
    data.value = new SiteData('s');
    alarms.missed.emit();
    expect(asked).toHaveLength(2);
  });

  it('of a point begin with what calls, the highest priority first', async () => {
    data.value = new SiteData('s');
    answer([alarm(1, { tag: 'X', acknowledged: true }), alarm(2, { tag: 'X', priority: 4 }), alarm(3, { tag: 'X', priority: 2 })]);
    await vi.waitFor(() => expect(own.of('X').map(({ id }) => id)).toEqual([3, 2, 1]));
  });
});
