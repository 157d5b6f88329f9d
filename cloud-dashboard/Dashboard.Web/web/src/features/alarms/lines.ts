import type { ReadonlySignal } from '@preact/signals-core';
import type { AlarmGroupView, AlarmUpdate, AlarmView } from '../../shared/contract/generated/contract';
import type { Filters } from './filters';

/** The name of a line: the number of its alarm, or the key of its group. */
export type LineId = number | string;

export interface AlarmLine {
  readonly id: number;
  readonly alarm: AlarmView;
  readonly gone: boolean;
  /** Whether it stands below the line of its group. */
  readonly below?: boolean;
}

export interface GroupLine {
  readonly id: string;
  readonly group: AlarmGroupView;
  readonly open: boolean;
  readonly gone: boolean;
}

/** Below the alarms of a group that are loaded: how many there are besides. */
export interface MoreLine {
  readonly id: string;
  readonly of: string;
  readonly left: number;
}

export type Line = AlarmLine | GroupLine | MoreLine;

/** What the page shows of alarms or of groups of them. */
export interface ListFeed {
  readonly filters: Filters;
  readonly failed: ReadonlySignal<{ code: string; since: number } | undefined>;
  readonly loading: ReadonlySignal<boolean>;
  readonly lines: readonly Line[];
  /** How many new alarms wait until nobody reads. */
  readonly waiting: number;
  readonly unsettled: boolean;
  readonly complete: boolean;
  stop(): void;
  take(update: AlarmUpdate, reading: boolean): void;
  again(reading: () => boolean): Promise<void>;
  settle(): void;
  more(): Promise<void>;
}

/** The id of a line on the page: that of a group may hold letters that none takes. */
export const lineId = (id: LineId): string => typeof id === 'number' ? `alarm-${id}` : `group-${encodeURIComponent(id)}`;

/** The alarms that stand in these lines. */
export const alarmsIn = (lines: readonly Line[]): AlarmView[] => lines.flatMap((line) => 'alarm' in line ? [line.alarm] : []);
