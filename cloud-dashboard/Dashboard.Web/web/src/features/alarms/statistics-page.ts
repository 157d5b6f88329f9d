import { signal } from '@preact/signals-core';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { priorityWord } from '../../shared/alarms/alarm-words';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { AlarmStatisticsView, WorstAlarmView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatClock, formatDate, formatNumber } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { knownCode } from '../../shared/i18n/codes';
import { common } from '../../shared/i18n/common';
import { sitesAndCentre, stationOf } from '../../shared/site/station';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { openPage, type Route } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { statisticsStyles } from './statistics-styles';
import { t } from './words';
import '../../shared/ui/empty-state';

/** What the page reads from its address. */
export const statisticsNames = ['days', 'station'] as const;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WINDOWS_AN_HOUR = 6;
const periods = [1, 7, 30] as const;
type Days = (typeof periods)[number];

/** What a position can take in (IEC 62682). */
const MOST_AN_HOUR = 12;
const MOST_IN_A_WINDOW = 10;
const MOST_FLOODED = 1;

/** How the alarms of a time called: how many, in which rhythm, which most, and which delay would calm them. */
@customElement('statistics-page')
export class StatisticsPage extends AppElement {
  static override styles = [shared, priorityStyles, statisticsStyles];

  @property({ attribute: false }) query: Route['query'];
  readonly #read = signal<AlarmStatisticsView | undefined>(undefined);
  readonly #failed = signal<string | undefined>(undefined);
  #asked = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked = '';
  }

  get #days(): Days {
    return periods.find((one) => String(one) === this.query?.['days']) ?? 7;
  }

  get #station(): string {
    return this.query?.['station'] ?? '';
  }

  protected override willUpdate(): void {
    const asked = `${this.#days}/${this.#station}`;
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#read.value = undefined;
      this.#failed.value = undefined;
      void this.#ask(asked, this.#days, this.#station);
    }
  }

  /** Until there is an answer; one that says no is an answer. What is asked for no longer is dropped. */
  async #ask(asked: string, days: Days, site: string): Promise<void> {
    const backoff = new Backoff();
    while (this.#asked === asked) {
      try {
        const read = await api.alarmStatistics({ from: new Date(now() - days * DAY).toISOString(), site: site || undefined });
        if (this.#asked === asked) {
          this.#read.value = read;
          this.#failed.value = undefined;
        }
        return;
      } catch (error) {
        if (this.#asked !== asked) {
          return;
        }
        this.#failed.value = error instanceof ApiError ? error.code : 'page';
        if (!(error instanceof ApiError) || (error.status >= 400 && error.status < 500 && error.status !== 429)) {
          return;
        }
      }
      await wait(backoff.next());
    }
  }

  protected override render(): TemplateResult {
    const read = this.#read.value;
    return html`<header><h1>${t('stat.title')}</h1>
        <div class="group" role="group" aria-label=${t('stat.period')}>${periods.map((days) => html`<button class="chip"
          aria-pressed=${days === this.#days} @click=${() => this.#go(days, this.#station)}>${t(`stat.days.${days}`)}</button>`)}</div>
        <select aria-label=${t('filter.station')}
          @change=${(event: Event) => this.#go(this.#days, (event.target as HTMLSelectElement).value)}>
          <option value="" .selected=${this.#station === ''}>${t('filter.allStations')}</option>
          ${sitesAndCentre().map(({ site, name }) => html`<option value=${site} .selected=${site === this.#station}>${name}</option>`)}
        </select></header>
      ${read ? read.raised > 0 ? this.#whole(read)
        : html`<empty-state heading=${t('stat.none.title')} text=${t('stat.none.text')}></empty-state>` : this.#waiting()}`;
  }

  #waiting(): TemplateResult {
    const failed = this.#failed.value;
    return failed === undefined
      ? html`<div class="skeleton" role="status" aria-label=${t('stat.loading')}><div class="bone"></div><div class="bone"></div></div>`
      : html`<empty-state kind="error" heading=${t('stat.error.title')} text=${failed === 'badQuery' ? t('stat.tooMany')
        : t('stat.error.text', { code: plain(failed), trying: common('error.trying') })}></empty-state>`;
  }

  #whole(read: AlarmStatisticsView): TemplateResult {
    const hours = Math.max(1, (Date.parse(read.to) - Date.parse(read.from)) / HOUR);
    const perHour = read.raised / hours;
    const flooded = read.windows > 0 ? 100 * read.floods / read.windows : 0;
    const tile = (words: string, value: string, note: string, bad: boolean): TemplateResult => html`<dl class="tile" ?data-bad=${bad}>
      <dt>${words}</dt><dd>${bad ? brokenIcon() : nothing}${value}</dd><dd class="note">${note}</dd></dl>`;
    return html`
      <div class="tiles">
        ${tile(t('stat.raised'), formatNumber(read.raised, 0), '', false)}
        ${tile(t('stat.perHour'), formatNumber(perHour, 1), t('stat.perHourGood'), perHour > MOST_AN_HOUR)}
        ${tile(t('stat.peak'), formatNumber(read.peak, 0), t('stat.peakGood'), read.peak > MOST_IN_A_WINDOW)}
        ${tile(t('stat.floods'), `${formatNumber(flooded, 1)} %`, t('stat.floodsGood'), flooded >= MOST_FLOODED)}
      </div>
      <h2>${t('stat.shares')}</h2>
      <ul class="shares">${read.byPriority.map((count, index) => html`<li>${priorityMark(index + 1)}
        <span>${priorityWord(index + 1)}</span>
        <strong>${t('stat.share', { n: formatNumber(100 * count / read.raised, 0), target: read.targets[index] ?? 0 })}</strong>
        </li>`)}</ul>
      <p class="note">${t('stat.sharesGood')}</p>
      <h2>${t('stat.hours')}</h2>
      ${bars(read)}
      <h2>${t('stat.worst')}</h2>
      <div class="scroll" tabindex="0"><table aria-label=${t('stat.worst')}>
        <thead><tr><th rowspan="2">${t('stat.source')}</th><th rowspan="2">${t('alarms.station')}</th>
          <th class="number" rowspan="2">${t('stat.times')}</th><th class="number" rowspan="2">${t('stat.chattering')}</th>
          <th class="number" rowspan="2">${t('stat.fleeting')}</th><th colspan=${read.delays.length}>${t('stat.spared')}</th></tr>
          <tr>${read.delays.map((seconds) => html`<th class="number">${t('stat.seconds', { n: seconds })}</th>`)}</tr></thead>
        <tbody>${read.worst.map((one) => this.#worst(one))}</tbody></table></div>
      <p class="note">${t('stat.sparedHelp')}</p>`;
  }

  #worst(one: WorstAlarmView): TemplateResult {
    const number = (value: number): TemplateResult => html`<td class="number ${value === 0 ? 'none' : ''}">${value}</td>`;
    const show = (): void => openPage(this, {
      page: 'alarms', site: watched.data.peek()?.site, query: { state: 'all', station: one.site, text: one.name },
    });
    return html`<tr><td class="source"><span class="name">${priorityMark(one.priority)}<button title=${t('stat.list')} @click=${show}>${
      sourceText(one)}</button></span></td><td>${stationOf(one.site).name}</td>
      ${number(one.raised)}${number(one.chattering)}${number(one.fleeting)}${one.spared.map(number)}</tr>`;
  }

  #go(days: Days, station: string): void {
    openPage(this, {
      page: 'statistics', site: watched.data.peek()?.site,
      query: { days: days === 7 ? undefined : String(days), station: station || undefined },
    });
  }
}

/** What has no word as an event of its own. */
const conditions: Readonly<Record<string, Parameters<typeof t>[0]>> = {
  deviceLost: 'stat.of.deviceLost', deviceRestarted: 'stat.of.deviceRestarted', gatewayAway: 'stat.of.gatewayAway',
  linkDown: 'stat.of.linkDown', recordsLost: 'stat.of.recordsLost', twoGateways: 'stat.of.twoGateways',
  journalTakenBack: 'stat.of.journalTakenBack', historianDown: 'stat.of.historianDown',
  notificationsFail: 'stat.of.notificationsFail', backlogStuck: 'stat.of.backlogStuck', gatewayClockOff: 'stat.of.gatewayClockOff',
  certificateEnds: 'stat.of.certificateEnds', energyDoubtful: 'stat.of.energyDoubtful', otherFinding: 'stat.of.otherFinding',
};

/** What is in alarm: its tag or device, and the condition where it is not that of an input. */
function sourceText({ condition, name }: WorstAlarmView): string {
  const own = conditions[condition];
  const words = condition === 'protection' || condition === 'input' ? undefined
    : own ? t(own) : knownCode('finding', condition) ?? condition;
  return [words, plain(name)].filter(Boolean).join(': ');
}

/** A bar an hour; a flood is another colour, and higher than the line of what can be taken in. */
function bars({ perHour, from, to }: AlarmStatisticsView): TemplateResult {
  const zone = watched.zone.value;
  const limit = MOST_IN_A_WINDOW * WINDOWS_AN_HOUR;
  const most = Math.max(MOST_AN_HOUR, ...perHour);
  const start = Date.parse(from);
  const stamp = (time: number): string => `${formatDate(time, zone)} ${formatClock(time, zone)}`;
  return html`<svg class="bars" viewBox="0 0 ${perHour.length} ${most}" preserveAspectRatio="none" role="img"
      aria-label=${t('stat.hours')}>${perHour.map((count, hour) => count === 0 ? nothing : svg`<rect class=${count > limit ? 'flood' : ''}
        x=${hour} y=${most - count} width="0.9" height=${count}><title>${
          t('stat.hour', { time: stamp(start + hour * HOUR), n: count })}</title></rect>`)}</svg>
    <div class="ends"><span>${stamp(start)}</span><span>${stamp(Date.parse(to))}</span></div>`;
}
