import { describe, expect, it } from 'vitest';
import { SiteData } from '../../../src/shared/site/site-data';
import { element, snapshot } from './samples';

describe('the values of a site', () => {
  it('keeps deltas that come before the snapshot and applies only those newer than it', () => {
    const data = new SiteData('s');
    expect(data.addElements({ A: element('old') }, 9)).toEqual([]);
    expect(data.addElements({ B: element('new') }, 11)).toEqual([]);
    data.take(snapshot(10, { A: element('a'), B: element('b') }));
    expect([data.elements.get('A')?.text, data.elements.get('B')?.text]).toEqual(['a', 'new']);
  });

  it('takes a snapshot whole: what it does not hold is gone', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    data.lost();
    expect(data.fresh.value).toBe(false);
    data.take(snapshot(2, { B: element('b') }));
    expect([...data.elements.keys()]).toEqual(['B']);
  });

  it('shows nothing as new between a lost connection and the next snapshot', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    data.lost();
    expect(data.addElements({ A: element('late') }, 5)).toEqual([]);
    expect(data.elements.get('A')?.text).toBe('a');
  });

  it('removes an element that is told to be null', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    expect(data.addElements({ A: null }, 2)).toEqual(['A']);
    expect(data.elements.size).toBe(0);
  });
});
