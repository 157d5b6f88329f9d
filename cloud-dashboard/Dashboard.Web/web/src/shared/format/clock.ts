/** The time by the server's clock, so that ages are right in a browser whose own clock is not. */
let offset = 0;

/** Takes the server's time as it has just arrived. Below two seconds the difference is the way, not the clock. */
export function learnServerTime(time: string): void {
  const difference = Date.parse(time) - Date.now();
  offset = Number.isFinite(difference) && Math.abs(difference) > 2000 ? difference : 0;
}

export const now = (): number => Date.now() + offset;
