import type { SiteEvent } from '../contract/generated/contract';
import { now } from '../format/clock';

const seen = new WeakMap<SiteEvent, number>();

/**
 * When an entry arrived at its gateway. Its own time is what a device says, and a device whose clock is a year ahead must not hide what
 * comes after it; a gateway's clock that is ahead counts no further than this moment.
 */
export function arrival(event: SiteEvent): number {
  const known = seen.get(event);
  if (known !== undefined) {
    return known;
  }
  const at = Math.min(Date.parse(event.received), now());
  seen.set(event, at);
  return at;
}

/**
 * For a list with the newest first: what arrived last at the historian. What was stored before the historian counted arrivals is older
 * than everything else, and in the order of its arrival at the gateway.
 */
export const newestFirst = (a: SiteEvent, b: SiteEvent): number =>
  (b.arrival ?? 0) - (a.arrival ?? 0) || arrival(b) - arrival(a) || b.seq - a.seq || (a.key < b.key ? 1 : -1);
