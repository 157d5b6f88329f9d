import type { SiteSummary } from '../contract/generated/contract';

/** What a gateway says of its clock while it is right, or while somebody vouches for it. */
const RIGHT = new Set(['synchronised', 'unchecked']);

/** The word for the clock of a gateway that is heard and whose times are doubtful; undefined: they are right, or it says nothing. */
export function doubtfulClock(summary: SiteSummary | undefined): string | undefined {
  const clock = summary?.status === 'online' ? summary.clock ?? undefined : undefined;
  return clock === undefined || RIGHT.has(clock) ? undefined : clock;
}
