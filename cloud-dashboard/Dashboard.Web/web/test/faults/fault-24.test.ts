import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deviceName, eventDescription, eventState } from '../../src/shared/events/event-text';
import { api } from '../../src/shared/api/api';
import type { EventMessage } from '../../src/shared/contract/generated/contract';
import { elementText } from '../../src/shared/format/format';
import { plain } from '../../src/shared/format/plain';
import { SiteData } from '../../src/shared/site/site-data';

const at = '2026-01-01T00:00:00Z';
const event = (more: Partial<EventMessage>): EventMessage =>
  ({ type: 'digital', time: at, received: at, timeSource: 'device', clock: 'synchronised', epoch: 'e', seq: 1, ...more } as EventMessage);

describe('fault 24: an old tablet', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('asks without AbortSignal.timeout, and gives up all the same', async () => {
    vi.stubGlobal('AbortSignal', { ...AbortSignal, timeout: undefined });
    let signal: AbortSignal | undefined;
    vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
      signal = init.signal ?? undefined;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    });
    const answer = expect(api.status()).rejects.toMatchObject({ code: 'network' });
    await vi.advanceTimersByTimeAsync(15_000);
    await answer;
    expect(signal?.aborted).toBe(true);
  });

  describe('reads which browser it needs', () => {
    const script = readFileSync('public/theme.js', 'utf8');
    const run = (Intl: unknown): string => {
      const page = document.implementation.createHTMLDocument();
      page.body.innerHTML = '<app-root></app-root>';
      const noModule = Object.assign(page.createElement('script'), { noModule: false });
      page.createElement = ((create) => (name: string) => name === 'script' ? noModule : create(name))(page.createElement.bind(page));
      new Function('document', 'Intl', 'window', script)(page, Intl, { ResizeObserver: 1 });
      page.dispatchEvent(new Event('DOMContentLoaded'));
      return page.body.textContent ?? '';
    };

    it('when it knows less than the site does', () => {
      const old = { DateTimeFormat: function refuse() { throw new RangeError('timeZoneName'); } };
      expect(run(old)).toContain('Hace falta Chrome');
      expect(run(old)).toContain('It needs Chrome');
    });

    it('and nothing when it knows enough', () => expect(run(Intl)).toBe(''));

    it('in the language that old browsers know', () => {
      expect(script).not.toMatch(/=>|\bconst\b|\blet\b|`|\?\.|\?\?|catch \{/);
    });
  });
});

describe('fault 24: a text that turns its line round', () => {
  it('stands as it came, with the turn to be seen', () => {
    expect(plain('ABIERTO\u202e ODARREC')).toBe('ABIERTO\ufffd ODARREC');
    expect(plain('a\u2066b\u2069\u200f\u061c\u0000\u001b[0m')).toBe('a\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffd[0m');
    expect(plain('ET Los Álamos 13,2 kV · 33 kV\n–')).toBe('ET Los Álamos 13,2 kV · 33 kV\n–');
  });

  it('cannot come with an event, a device, an element or its description', () => {
    const turned = 'x\u202ey';
    const data = new SiteData('s');
    data.catalog.value = { elements: [{ tag: 'T', description: turned }], tags: [], devices: [{ id: 'd', description: turned }] } as never;
    expect([
      eventDescription(event({ description: turned })), eventState(event({ text: turned })),
      deviceName(data.catalog.value as never, event({ device: 'd' })), elementText({ quality: 'good', time: at, text: turned }),
      data.described.value.get('T')?.description,
    ]).toEqual(Array.from({ length: 5 }, () => 'x\ufffdy'));
  });
});
