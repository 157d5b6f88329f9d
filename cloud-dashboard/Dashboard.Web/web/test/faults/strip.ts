import { expect, vi } from 'vitest';
import { AppStrip } from '../../src/app/app-strip';
import { events } from '../../src/features/events/events-state';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { live } from '../../src/shared/live/live';
import type { LinkHandlers } from '../../src/shared/live/live-link';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { snapshot } from '../shared/site/samples';

let handlers: LinkHandlers;

/** An event comes over the live connection. */
export const hear = (event: SiteEvent): void => handlers.message('event', event.site, event);

/** The strip with an event at its head, while everything is well. */
export async function shown(event: SiteEvent): Promise<AppStrip> {
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
  hear(event);
  expect(events.headline.value?.seq).toBe(event.seq);
  const strip = new AppStrip();
  document.body.append(strip);
  await strip.updateComplete;
  return strip;
}
