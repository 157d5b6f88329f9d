import type { AlarmView } from '../contract/generated/contract';
import { plain } from '../format/plain';
import { eventDescription } from '../events/event-text';
import type { Outcome } from './acknowledge';
import { t } from './words';

export type AlarmStateName =
  | 'unacknowledged' | 'acknowledged' | 'returned' | 'happened' | 'over' | 'shelved' | 'outOfService' | 'suppressed';

/** The state of docs/alarms.md that an alarm is in. */
export function alarmState({ active, acknowledged, lasting, shelf, design }: AlarmView): AlarmStateName {
  if (shelf) {
    return shelf.until === undefined ? 'outOfService' : 'shelved';
  }
  if (design) {
    return 'suppressed';
  }
  if (active) {
    return acknowledged ? 'acknowledged' : 'unacknowledged';
  }
  return acknowledged ? 'over' : lasting ? 'returned' : 'happened';
}

export const stateWords = (alarm: AlarmView): string => t(`alarm.state.${alarmState(alarm)}`);

export const priorityWord = (priority: number): string => t(`alarm.priority.${Math.min(4, Math.max(1, priority)) as 1 | 2 | 3 | 4}`);

/** What an alarm is about: its event in words, and where it is. */
export const alarmTitle = ({ event }: AlarmView): string => eventDescription(event);

const kinds = ['done', 'alreadyDone', 'raisedAgain', 'unknown', 'failed', 'left'] as const;

/** What became of an acknowledgement, none of it left out. */
export const outcomeWords = (outcome: Outcome): string => kinds.filter((kind) => outcome[kind] > 0)
  .map((kind) => t(outcome[kind] === 1 ? `outcome.${kind}One` : `outcome.${kind}`, { n: outcome[kind], code: plain(outcome.code ?? '') }))
  .join(' ');

/** Whether everything became what was asked for. */
export const wentWell = (outcome: Outcome): boolean => outcome.raisedAgain + outcome.unknown + outcome.failed + outcome.left === 0;
