import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { alarmState, alarmTitle, priorityWord, stateWords } from '../../shared/alarms/alarm-words';
import { burstWords, firstOutMark, firstOutStyles } from '../../shared/alarms/first-out';
import { calls } from '../../shared/alarms/alarms-state';
import { priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { api, ApiError } from '../../shared/api/api';
import { supervisesAt } from '../../shared/api/role';
import type { AlarmChangeView, AlarmView, SiteEvent } from '../../shared/contract/generated/contract';
import { doubtOf } from '../../shared/events/doubt';
import { deviceName, eventState, goneText } from '../../shared/events/event-text';
import { now } from '../../shared/format/clock';
import { formatAgo, formatClock, formatDate, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { stationOf } from '../../shared/site/station';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { panelStyles } from './panel-styles';
import { readOnly } from './read-only';
import { stateIcon } from './state-icon';
import { t } from './words';
import '../../shared/alarms/alarm-key';

const HOUR = 3_600_000;
/** The longest is a little shorter than the server allows: the clocks may differ by seconds. */
const lengths = [['1h', HOUR], ['8h', 8 * HOUR], ['24h', 24 * HOUR], ['7d', 7 * 24 * HOUR - 60_000]] as const;

/** One alarm: what it is, what happened to it, and what can be done. `close` says that it is to be closed. */
@customElement('alarm-panel')
export class AlarmPanel extends AppElement {
  static override styles = [shared, priorityStyles, firstOutStyles, panelStyles];

  @property({ attribute: false }) alarm: AlarmView | undefined;
  protected override tick = 1000;
  @state() private changes: readonly AlarmChangeView[] | undefined;
  /** What began the burst of this alarm. */
  @state() private cause: SiteEvent | undefined;
  @state() private failed = '';
  @state() private reason = '';
  @state() private busy = false;
  @state() private refused = '';
  #asked = '';
  #id: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { alarm } = this;
    const asked = `${alarm?.id}/${alarm?.change}`;
    if (alarm && changed.has('alarm') && asked !== this.#asked) {
      this.#asked = asked;
      if (this.#id !== alarm.id) {
        this.#id = alarm.id;
        this.changes = undefined;
        this.cause = undefined;
        this.reason = '';
        this.refused = '';
      }
      void this.#ask(alarm.id, asked);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { alarm } = this;
    if (!alarm) {
      return nothing;
    }
    const { event } = alarm;
    const { name, zone } = stationOf(alarm.site);
    const doubt = doubtOf(event);
    const catalog = watched.data.value?.site === alarm.site ? watched.data.value.catalog.value : undefined;
    const text = eventState(event);
    const note = readOnly(alarm.site);
    return html`<section aria-label=${t('panel.label', { what: alarmTitle(alarm) })} @keydown=${this.#keys}>
      <header>${priorityMark(alarm.priority, calls(alarm))}<h2>${alarmTitle(alarm)}</h2>
        <button class="close" aria-label=${t('panel.close')} @click=${this.#close}>${closeIcon()}</button></header>
      <p class="state">${stateIcon(alarmState(alarm))}<strong>${stateWords(alarm)}</strong>${
        alarm.raises > 1 ? html`<span class="muted">${t('panel.raises', { n: alarm.raises })}</span>` : nothing}</p>
      ${burstWords(alarm) === undefined ? nothing : html`<p class="burst" data-testid="burst">${firstOutMark(alarm)}${
        burstWords(alarm, this.cause)}</p>`}
      ${alarm.design ? html`<p class="muted">${t('design.what', { rule: plain(alarm.design.rule) })}</p>` : nothing}
      ${!alarm.acknowledged ? html`<alarm-key .alarm=${alarm}></alarm-key>` : nothing}
      ${note === undefined ? nothing : html`<p class="muted">${note}</p>`}
      <dl>
        ${row(t('alarms.station'), name)}
        ${text ? row(t('alarms.text'), text) : nothing}
        ${row(t('alarms.time'), html`${this.#time(event.time, zone)}${doubt ? html`<span class="doubt">~ ${doubt}</span>` : nothing}`)}
        ${alarm.returned ? row(t('panel.returned'), this.#time(alarm.returned, zone)) : nothing}
        ${alarm.raises > 1 ? row(t('panel.first'), this.#time(alarm.firstRaised, zone)) : nothing}
        ${row(t('alarms.priority'), priorityWord(alarm.priority))}
        ${event.tag ? row(t('alarms.tag'), plain(event.tag)) : nothing}
        ${alarm.bay ? row(t('panel.bay'), plain(alarm.bay)) : nothing}
        ${event.device ? row(t('panel.device'), deviceName(catalog, event)) : nothing}
        ${row(t('panel.zone'), formatZone(zone, now()))}
      </dl>
      <h3>${t('panel.history')}</h3>${this.#history(zone)}
      ${note === undefined ? this.#shelving(alarm, zone) : nothing}
    </section>`;
  }

  #history(zone: string): TemplateResult {
    if (this.failed) {
      return html`<p class="error" role="alert">${brokenIcon()}${t('panel.error', { code: plain(this.failed) })}</p>`;
    }
    return this.changes === undefined
      ? html`<div class="bones" role="status" aria-label=${t('panel.loading')}><div class="bone"></div><div class="bone"></div></div>`
      : html`<ol>${[...this.changes].reverse().map((change) => html`<li>
          <span>${t(`change.${change.kind}`)}${change.who ? html` <strong>${plain(change.who)}</strong>` : nothing}</span>
          ${stamp(whenOf(change), zone)}
          ${change.comment ? said(change.kind, change.comment) : nothing}</li>`)}</ol>`;
  }

  #shelving(alarm: AlarmView, zone: string): TemplateResult {
    const refused = this.refused
      ? html`<p class="error" role="alert">${brokenIcon()}${t('shelf.failed', { code: plain(this.refused) })}</p>` : nothing;
    const { shelf } = alarm;
    const supervises = supervisesAt(alarm.site);
    if (shelf) {
      return html`<h3>${stateWords(alarm)}</h3>
        <p>${shelf.until === undefined ? t('shelf.out', { who: plain(shelf.who) }) : t('shelf.until', {
          who: plain(shelf.who), time: `${formatDate(Date.parse(shelf.until), zone)} ${formatClock(Date.parse(shelf.until), zone)}`,
        })}</p><q>${plain(shelf.reason)}</q>
        ${shelf.until === undefined && !supervises ? html`<p class="muted">${t('shelf.supervisors')}</p>`
          : html`<button class="plain" data-testid="unshelve" ?disabled=${this.busy}
            @click=${() => void this.#do(() => api.unshelve(alarm.id))}>${t('shelf.end')}</button>`}${refused}`;
    }
    const none = this.reason.trim() === '' || this.busy;
    return html`<h3>${t('shelf.title')}</h3><p class="muted">${t('shelf.what')}</p>
      <input class="reason" maxlength="500" .value=${this.reason} placeholder=${t('shelf.reason')} aria-label=${t('shelf.reason')}
        @input=${(event: Event) => this.#write((event.target as HTMLInputElement).value)}>
      <div class="lengths">${lengths.map(([word, length]) => html`<button class="plain" data-testid=${`shelve-${word}`} ?disabled=${none}
        @click=${() => void this.#do(() => this.#shelve(alarm.id, length))}>${t(`shelf.${word}`)}</button>`)}
        ${supervises ? html`<button class="plain" data-testid="out-of-service" ?disabled=${none}
          @click=${() => void this.#do(() => this.#shelve(alarm.id))}>${t('shelf.outOfService')}</button>` : nothing}</div>
      ${supervises ? nothing : html`<p class="muted">${t('shelf.supervisors')}</p>`}${refused}`;
  }

  #time(time: string, zone: string): TemplateResult {
    return html`${stamp(time, zone)}<span class="muted">${formatAgo(now() - Date.parse(time))}</span>`;
  }

  #write(reason: string): void {
    this.reason = reason;
  }

  #shelve(id: number, length?: number): Promise<AlarmView> {
    const until = length === undefined ? {} : { until: new Date(now() + length).toISOString() };
    return api.shelve(id, { reason: this.reason.trim(), ...until });
  }

  async #do(change: () => Promise<AlarmView>): Promise<void> {
    this.busy = true;
    this.refused = '';
    try {
      await change();
      this.reason = '';
    } catch (error) {
      this.refused = error instanceof ApiError ? error.code : 'page';
    } finally {
      this.busy = false;
    }
  }

  async #ask(id: number, asked: string): Promise<void> {
    try {
      const { changes, cause } = await api.alarm(id);
      if (this.#asked === asked) {
        this.failed = '';
        this.changes = changes;
        this.cause = cause;
      }
    } catch (error) {
      if (this.#asked === asked) {
        this.failed = error instanceof ApiError ? error.code : 'page';
      }
    }
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      this.#close();
    }
  };
}

/** What a user wrote; of a return, why it ended by itself. */
const said = (kind: AlarmChangeView['kind'], comment: string): TemplateResult =>
  kind === 'returned' ? html`<span class="muted">${goneText(comment)}</span>` : html`<q>${plain(comment)}</q>`;

/** What the field did has the time of its event, what a user did that of the centre. */
const whenOf = ({ kind, at, time }: AlarmChangeView): string => kind === 'raised' || kind === 'returned' ? time ?? at : at;

const stamp = (time: string, zone: string): TemplateResult =>
  html`<time datetime=${time}>${formatDate(Date.parse(time), zone)} ${formatTime(Date.parse(time), zone)}</time>`;

const row = (name: string, value: TemplateResult | string): TemplateResult => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
