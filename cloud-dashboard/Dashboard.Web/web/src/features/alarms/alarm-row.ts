import { html, nothing, type TemplateResult } from 'lit';
import { alarmState, alarmTitle, stateWords } from '../../shared/alarms/alarm-words';
import { firstOutMark } from '../../shared/alarms/first-out';
import { calls } from '../../shared/alarms/alarms-state';
import { priorityMark } from '../../shared/alarms/priority-mark';
import type { AlarmView } from '../../shared/contract/generated/contract';
import { arrival } from '../../shared/events/arrival';
import { doubtOf } from '../../shared/events/doubt';
import { eventState } from '../../shared/events/event-text';
import { now } from '../../shared/format/clock';
import { formatAge, formatDate, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { stationOf } from '../../shared/site/station';
import { downIcon } from '../../shared/ui/icons';
import type { Order } from './filters';
import { stateIcon } from './state-icon';
import { t } from './words';

/** Where and how a row is shown, and what a press on it does. */
export interface RowPlace {
  readonly index: number;
  readonly top: number;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly gone: boolean;
  readonly below: boolean;
  readonly click: (event: MouseEvent) => void;
  readonly toggle: () => void;
}

export function headerRow(order: Order, choose: (order: Order) => void): TemplateResult {
  const sorts = (by: Order, name: string, words: string): TemplateResult => html`<span class=${name} role="columnheader"
    aria-sort=${by !== order ? 'none' : by === 'priority' ? 'ascending' : 'descending'}><button tabindex="-1"
      title=${t(`alarms.order.${by}`)} @click=${() => choose(by)}>${words}${by === order ? downIcon() : nothing}</button></span>`;
  const head = (name: string, words: string): TemplateResult => html`<span class=${name} role="columnheader">${words}</span>`;
  return html`<div class="head" role="row" aria-rowindex="1">
    <span class="pick" role="columnheader"><span class="hidden">${t('alarms.pick')}</span></span>
    ${sorts('priority', 'rank', t('alarms.priority'))}${head('state', t('alarms.state'))}
    ${sorts('time', 'time', t('alarms.time'))}${sorts('arrival', 'age', t('alarms.age'))}
    ${head('site', t('alarms.station'))}${head('what', t('alarms.description'))}${head('tag', t('alarms.tag'))}
    ${head('text', t('alarms.text'))}${head('raises', t('alarms.raises'))}${head('seen', t('alarms.acknowledged'))}</div>`;
}

export function alarmRow(alarm: AlarmView, place: RowPlace): TemplateResult {
  const { event } = alarm;
  const { name, zone } = stationOf(alarm.site);
  const at = Date.parse(event.time);
  const doubt = doubtOf(event);
  const state = alarmState(alarm);
  const text = eventState(event);
  return html`<div class="line" role="row" id=${`alarm-${alarm.id}`} data-testid=${`alarm-${alarm.id}`} aria-rowindex=${place.index + 2}
    aria-selected=${place.chosen} data-state=${state} ?data-current=${place.current} ?data-gone=${place.gone}
    ?data-odd=${place.index % 2 === 1} ?data-below=${place.below}
    aria-level=${place.below ? 2 : nothing} style="top:${place.top}px" @click=${place.click}>
    <span class="pick" role="gridcell" @click=${(pressed: Event) => {
      pressed.stopPropagation();
      place.toggle();
    }}><span class="box" ?data-on=${place.chosen}></span></span>
    <span class="rank" role="gridcell">${priorityMark(alarm.priority, calls(alarm))}</span>
    <span class="state" role="gridcell" title=${seenBy(alarm, zone)}>${stateIcon(state)}<span>${stateWords(alarm)}${
      alarm.acknowledgedBy === undefined ? nothing : html`<span class="by"> · ${plain(alarm.acknowledgedBy)}</span>`}</span></span>
    <span class="time" role="gridcell"><time datetime=${event.time} title=${formatZone(zone, at)}><span class="date">${
      formatDate(at, zone)}</span> ${formatTime(at, zone)}</time>${doubt
      ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</span>
    <span class="age" role="gridcell">${formatAge(now() - arrival(event))}</span>
    <span class="site" role="gridcell" title=${name}>${name}</span>
    <span class="what" role="gridcell" title=${alarmTitle(alarm)}>${firstOutMark(alarm)}${alarmTitle(alarm)}</span>
    <span class="tag" role="gridcell" title=${plain(event.tag ?? '')}>${plain(event.tag ?? '')}</span>
    <span class="text" role="gridcell" title=${text}>${text}</span>
    <span class="raises" role="gridcell">${alarm.raises > 1 ? `×${alarm.raises}` : ''}</span>
    <span class="seen" role="gridcell" title=${plain(alarm.comment ?? '')}>${seenBy(alarm, zone)}</span></div>`;
}

/** Who acknowledged it and when; of what is shelved, who said so and until when. */
function seenBy({ shelf, acknowledged, acknowledgedBy, acknowledgedAt }: AlarmView, zone: string): string {
  if (shelf) {
    const until = shelf.until === undefined ? undefined : Date.parse(shelf.until);
    return until === undefined ? plain(shelf.who)
      : t('alarms.until', { who: plain(shelf.who), time: `${formatDate(until, zone)} ${formatTime(until, zone).slice(0, 5)}` });
  }
  return acknowledged ? `${plain(acknowledgedBy ?? '')} ${formatTime(Date.parse(acknowledgedAt ?? ''), zone).slice(0, 8)}` : '';
}
