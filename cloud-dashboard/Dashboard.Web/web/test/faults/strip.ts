import { expect, vi } from 'vitest';
import { AppStrip } from '../../src/app/app-strip';
import { events } from '../../src/shared/events/events-state';
import type { AlarmView, SiteEvent } from '../../src/shared/contract/generated/contract';
import { live } from '../../src/shared/live/live';
import { learnServerTime } from '../../src/shared/format/clock';
import type { LinkHandlers } from '../../src/shared/live/live-link';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { overviewOf } from '../shared/alarms/samples';
import { snapshot } from '../shared/site/samples';

let handlers: LinkHandlers;

/** An event comes over the live connection. */
export const hear = (event: SiteEvent): void => handlers.message('event', event.site, event);

/** The alarms of all stations change. */
export const call = (...calling: AlarmView[]): void =>
  handlers.message('alarms', { changed: calling, all: true, overview: overviewOf(...calling) });

/** The strip with an event, while everything is well and nothing calls. */
export async function shown(event: SiteEvent): Promise<AppStrip> {
  // What another test learned of the time of its server: they share the modules.
  learnServerTime(new Date().toISOString());
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'down' }, { status: 500 })));
  Object.defineProperty(live, 'makeLink', {
    configurable: true,
    value: () => Promise.resolve({
      start: (given: LinkHandlers) => {
        handlers = given;
      },
      stop: () => undefined,
      call: () => Promise.resolve(null),
    }),
  });
  await live.start();
  const data = new SiteData('s');
  watched.data.value = data;
  handlers.state({ up: true, since: 1, tries: 0 });
  await vi.waitFor(() => expect(data.unheard.value).toBe(true));
  data.take(snapshot(1, {}));
  call();
  hear(event);
  expect(events.latest.value?.seq).toBe(event.seq);
  const strip = new AppStrip();
  document.body.append(strip);
  await strip.updateComplete;
  return strip;
}
