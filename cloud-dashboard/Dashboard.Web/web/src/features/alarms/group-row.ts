import { html, nothing, type TemplateResult } from 'lit';
import { alarmTitle } from '../../shared/alarms/alarm-words';
import { firstOutMark } from '../../shared/alarms/first-out';
import { priorityMark } from '../../shared/alarms/priority-mark';
import type { AlarmGroupView, SiteEvent } from '../../shared/contract/generated/contract';
import { doubtOf } from '../../shared/events/doubt';
import { eventDescription } from '../../shared/events/event-text';
import { now } from '../../shared/format/clock';
import { formatAge, formatDate, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { stationOf } from '../../shared/site/station';
import { openIcon } from '../../shared/ui/icons';
import { lineId, type GroupLine, type MoreLine } from './lines';
import { t } from './words';

/** Where and how the line of a group is shown, and what a press on it does. */
export interface GroupPlace {
  readonly index: number;
  readonly top: number;
  readonly current: boolean;
  readonly click: () => void;
}

/** Which alarms they are: their bay, or what began their burst. */
export const groupTitle = ({ bay, cause, alarm }: AlarmGroupView): string => bay !== undefined ? plain(bay)
  : cause !== undefined ? eventDescription(cause) : alarm?.burst && alarm.burst.alarms > 1 ? alarmTitle(alarm) : t('group.noBay');

/** One line for all alarms of a group: how many, of which priority, how many call, and what was first. */
export function groupRow({ id, group, open, gone }: GroupLine, place: GroupPlace): TemplateResult {
  const { name, zone } = stationOf(group.site);
  const began = group.cause ?? group.alarm?.event;
  const title = groupTitle(group);
  const count = group.count === 1 ? t('group.one') : t('group.count', { n: group.count });
  const state = group.unacknowledged > 0 ? t('group.calling', { n: group.unacknowledged }) : t('group.calm');
  return html`<div class="line group" role="row" id=${lineId(id)} data-testid="alarm-group" aria-rowindex=${place.index + 2} aria-level="1"
    aria-expanded=${open} ?data-current=${place.current} ?data-gone=${gone} ?data-odd=${place.index % 2 === 1}
    data-state=${group.unacknowledged > 0 ? 'unacknowledged' : 'acknowledged'} style="top:${place.top}px" @click=${place.click}>
    <span class="pick" role="gridcell"><span class="opens" ?data-open=${open}>${openIcon()}</span></span>
    <span class="rank" role="gridcell">${priorityMark(group.priority, group.unacknowledged > 0)}</span>
    <span class="state" role="gridcell"><span>${state}</span></span>
    <span class="time" role="gridcell">${began ? timeOf(began, zone) : nothing}</span>
    <span class="age" role="gridcell">${formatAge(now() - group.arrival / 1000)}</span>
    <span class="site" role="gridcell" title=${name}>${name}</span>
    <span class="what" role="gridcell" title=${title}>${group.cause ? causeMark(group) : nothing}${title}${
      group.cause === undefined && group.alarm?.firstOut ? html`<span class="led">${firstOutMark(group.alarm)}${
        alarmTitle(group.alarm)}</span>` : nothing}</span>
    <span class="text" role="gridcell">${count}</span></div>`;
}

/** What stands below the alarms of a group that are loaded. */
export const moreRow = ({ id, left }: MoreLine, place: GroupPlace): TemplateResult => html`<div class="line more" role="row"
  id=${lineId(id)} aria-rowindex=${place.index + 2} aria-level="2" ?data-current=${place.current} style="top:${place.top}px"
  @click=${place.click}><span class="what" role="gridcell">${t('group.more', { n: left })}</span></div>`;

/** What began it is named in front: as the mark of its alarm where that is in the list, else as a word. */
const causeMark = ({ alarm, doubtful }: AlarmGroupView): TemplateResult | typeof nothing => alarm?.firstOut
  ? firstOutMark(alarm)
  : html`<span class="first">${t('group.first')}${doubtful ? ' ~' : ''}</span>`;

function timeOf(event: SiteEvent, zone: string): TemplateResult {
  const at = Date.parse(event.time);
  const doubt = doubtOf(event);
  return html`<time datetime=${event.time} title=${formatZone(zone, at)}><span class="date">${formatDate(at, zone)}</span> ${
    formatTime(at, zone)}</time>${doubt ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}`;
}
