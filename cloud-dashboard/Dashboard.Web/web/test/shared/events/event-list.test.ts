import { describe, expect, it } from 'vitest';
import { EventList } from '../../../src/shared/events/event-list';
import type { SiteEvent } from '../../../src/shared/contract/generated/contract';

describe('the sequence of events', () => {
  const entry = (seconds: number, seq = seconds): SiteEvent => ({
    site: 's', key: `s/e/${seq}`, epoch: 'e', seq, type: 'digital', time: new Date(seconds * 1000).toISOString(), timeSource: 'device',
    clock: 'synchronised', received: new Date(seconds * 1000).toISOString(),
  });
  const keys = (list: EventList): number[] => list.shown.map((event) => event.seq);

  it('is newest first, each entry once, a late one in its place', () => {
    const list = new EventList();
    list.addPage([entry(30), entry(10)], undefined);
    expect(list.add(entry(30), false)).toBe(false);
    list.add(entry(20), false);
    list.add(entry(40), false);
    expect(keys(list)).toEqual([40, 30, 20, 10]);
  });

  it('lets new entries wait while the reader is further down', () => {
    const list = new EventList();
    list.addPage([entry(30)], undefined);
    list.add(entry(40), true);
    list.add(entry(50), true);
    expect([keys(list), list.waiting.length]).toEqual([[30], 2]);
    list.release();
    expect([keys(list), list.waiting.length]).toEqual([[50, 40, 30], 0]);
  });

  it('leaves to the historian what is older than the pages fetched', () => {
    const list = new EventList();
    list.addPage([entry(30), entry(20)], 'next');
    expect(list.add(entry(5), false)).toBe(false);
    list.addPage([entry(10), entry(5)], undefined);
    expect(keys(list)).toEqual([30, 20, 10, 5]);
  });

  it('puts first what arrived last at the historian, whatever the clocks of gateway and device say', () => {
    const list = new EventList();
    const arrived = (seconds: number, seq: number, arrival: number): SiteEvent => ({ ...entry(seconds, seq), arrival });
    list.addPage([arrived(5, 3, 300), arrived(90, 2, 200)], 'next');
    list.add(arrived(1, 4, 400), false);
    expect(list.add(arrived(95, 1, 100), false)).toBe(false);
    list.addPage([arrived(95, 1, 100), entry(99, 9)], undefined);
    expect(keys(list)).toEqual([4, 3, 2, 1, 9]);
  });

  it('keeps the order of the recorder within one instant', () => {
    const list = new EventList();
    list.addPage([entry(30, 1), entry(30, 2), entry(30, 3)], undefined);
    expect(keys(list)).toEqual([3, 2, 1]);
  });
});
