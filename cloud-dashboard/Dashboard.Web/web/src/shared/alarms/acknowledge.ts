import { signal } from '@preact/signals-core';
import { api, ApiError } from '../api/api';
import { operatesAt } from '../api/role';
import type { AlarmAnswerWord, AlarmView } from '../contract/generated/contract';

/** What the server takes at once. */
const MOST = 100;

/** What became of an acknowledgement: how many of each outcome, and why the rest was not tried or failed. */
export interface Outcome extends Record<AlarmAnswerWord, number> {
  /** How many were not acknowledged because a request failed. */
  failed: number;
  /** How many were left as they were: the user may not acknowledge at their station. */
  left: number;
  code?: string;
}

/** The alarms for which a request is on its way. */
export const acknowledging = signal<ReadonlySet<number>>(new Set());

/**
 * Acknowledges alarms as they are shown here, in steps that the server takes. After a failure the rest is not tried. What the user may not
 * acknowledge at its station is left: the server would refuse the others with it.
 */
export async function acknowledge(
  chosen: readonly Pick<AlarmView, 'id' | 'site' | 'raises'>[], comment?: string,
): Promise<Outcome> {
  const seen = chosen.filter(({ site }) => operatesAt(site));
  const outcome: Outcome = { done: 0, alreadyDone: 0, raisedAgain: 0, unknown: 0, failed: 0, left: chosen.length - seen.length };
  const busy = seen.map(({ id }) => id);
  acknowledging.value = new Set([...acknowledging.peek(), ...busy]);
  try {
    for (let at = 0; at < seen.length; at += MOST) {
      const some = seen.slice(at, at + MOST).map(({ id, raises }) => ({ id, raises }));
      const answer = await api.acknowledge({ alarms: some, ...(comment?.trim() ? { comment: comment.trim() } : {}) });
      answer.alarms.forEach((one) => outcome[one.outcome]++);
    }
  } catch (error) {
    outcome.code = error instanceof ApiError ? error.code : 'page';
  } finally {
    acknowledging.value = new Set([...acknowledging.peek()].filter((id) => !busy.includes(id)));
  }
  outcome.failed = seen.length - outcome.done - outcome.alreadyDone - outcome.raisedAgain - outcome.unknown;
  return outcome;
}
