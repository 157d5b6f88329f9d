import type { TemplateResult } from 'lit';
import { alarmRow } from './alarm-row';
import { groupRow, moreRow } from './group-row';
import type { Line } from './lines';
import type { Selection } from './selection';

/** What a press on a line does. */
export interface Presses {
  readonly group: (key: string) => void;
  readonly more: (key: string) => void;
  readonly alarm: (id: number, event: MouseEvent) => void;
  readonly pick: (id: number) => void;
}

/** A line of the list: an alarm, a group, or what of a group is not loaded yet. */
export function lineRow(line: Line, index: number, height: number, { cursor, chosen }: Selection, press: Presses): TemplateResult {
  const place = { index, top: index * height, current: line.id === cursor };
  if ('group' in line) {
    return groupRow(line, { ...place, click: () => press.group(line.id) });
  }
  if ('of' in line) {
    return moreRow(line, { ...place, click: () => press.more(line.of) });
  }
  return alarmRow(line.alarm, {
    ...place,
    chosen: chosen.has(line.id),
    gone: line.gone,
    below: line.below ?? false,
    click: (event) => press.alarm(line.id, event),
    toggle: () => press.pick(line.id),
  });
}
