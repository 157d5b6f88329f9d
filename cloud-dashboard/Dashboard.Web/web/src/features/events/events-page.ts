import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { doubtOf } from '../../shared/events/doubt';
import { deviceName, eventDescription, eventState } from '../../shared/events/event-text';
import { alarmKindIcon } from '../../shared/events/kind-icon';
import { now } from '../../shared/format/clock';
import { formatAge, formatClock, formatDate, formatDelay, formatTime, formatZone } from '../../shared/format/format';
import { common } from '../../shared/i18n/common';
import { overview } from '../../shared/site/overview';
import { stationOf } from '../../shared/site/station';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { upIcon } from '../../shared/ui/icons';
import { openPage } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { EventFeed } from './event-feed';
import { events } from '../../shared/events/events-state';
import { eventsStyles } from './events-styles';
import { t } from './words';
import '../../shared/ui/empty-state';

/** The sequence of events of the station, or of all: dense, newest first; nothing moves while one reads. */
@customElement('events-page')
export class EventsPage extends AppElement {
  static override styles = [shared, eventsStyles];

  /** Whether the events of all stations are shown. */
  @property({ attribute: false }) all = false;
  protected override tick = 5000;
  #feed: EventFeed | undefined;
  #scroller: HTMLElement | undefined;
  #deaf: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#deaf = [
      events.came.listen((event) => this.#feed?.add(event, this.#reading)),
      watched.snapshots.listen(() => void this.#feed?.again(this.#reading)),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#deaf.forEach((deaf) => deaf());
    this.#feed?.stop();
    this.#feed = undefined;
  }

  protected override willUpdate(): void {
    const site = watched.data.value?.site;
    if (site !== undefined && (!this.#feed || this.#feed.site !== (this.all ? undefined : site))) {
      this.#feed?.stop();
      this.#feed = new EventFeed(this.all ? undefined : site);
      this.#scroller = undefined;
    }
  }

  protected override render(): TemplateResult {
    const zone = watched.zone.value;
    const name = this.all ? t('events.all') : watched.summary.value?.name ?? '';
    const { shown, waiting } = this.#feed?.list ?? { shown: [], waiting: [] };
    return html`
      <header><h1>${t('events.title')}</h1>${(overview.sites.value?.length ?? 0) > 1 || this.all ? this.#choice()
        : html`<span class="muted">${name}</span>`}<span class="muted zone">${
        formatZone(zone, now())}</span></header>
      <div class="area">
        ${waiting.length > 0 ? html`<button class="pill" @click=${this.#release}>${upIcon()}${waiting.length === 1
          ? t('events.newOne') : t('events.new', { n: waiting.length })}</button>` : nothing}
        ${shown.length > 0 ? this.#table(shown, zone) : this.#nothing(name, zone)}
      </div>`;
  }

  /** This station or all of them. */
  #choice(): TemplateResult {
    const chip = (all: boolean, words: string): TemplateResult => html`<button class="chip" aria-pressed=${this.all === all}
      @click=${() => openPage(this, { page: 'events', site: watched.data.peek()?.site, query: { of: all ? 'all' : undefined } })}>${
        words}</button>`;
    return html`<div class="chips" role="group" aria-label=${t('events.of')}>${
      chip(false, watched.summary.value?.name ?? '')}${chip(true, t('events.all'))}</div>`;
  }

  /** Whether somebody reads further down: the list must not move under the eyes. */
  get #reading(): boolean {
    return (this.#scroller?.scrollTop ?? 0) > 8;
  }

  #nothing(name: string, zone: string): TemplateResult {
    const failed = this.#feed?.failed.value;
    if (failed) {
      return html`<empty-state kind="error" heading=${t('events.error.title')} text=${t('events.error.text', {
        code: failed.code, time: formatClock(failed.since, zone), trying: common('error.trying'),
      })}></empty-state>`;
    }
    return this.#feed?.list.complete
      ? html`<empty-state heading=${t('events.empty.title')} text=${t('events.empty.text', { site: name })}></empty-state>`
      : html`<div class="skeleton" role="status" aria-label=${t('events.loading')}>${bones}</div>`;
  }

  #table(shown: SiteEvent[], zone: string): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" @scroll=${this.#scrolled} @keydown=${this.#keys}>
        <table aria-label=${t('events.title')}>
          <thead><tr>
            <th class="kind"><span class="hidden">${t('events.kind.alarm')}</span></th>
            <th class="time">${t('events.time')}</th><th class="age">${t('events.age')}</th>${this.all
              ? html`<th class="site">${t('events.site')}</th>` : nothing}<th class="device">${t('events.device')}</th>
            <th>${t('events.description')}</th><th>${t('events.state')}</th>
            <th class="delay" title=${t('events.delayHelp')}>${t('events.delay')}</th>
          </tr></thead>
          <tbody>${repeat(shown, (event) => event.key, (event) => this.#row(event, zone))}</tbody>
        </table>
        ${this.#end()}
      </div>`;
  }

  #row(event: SiteEvent, watchedZone: string): TemplateResult {
    // Each station has its own clock on the wall.
    const zone = this.all ? stationOf(event.site).zone : watchedZone;
    const catalog = watched.data.value?.site === event.site ? watched.data.value.catalog.value : undefined;
    const at = Date.parse(event.time);
    const doubt = doubtOf(event);
    return html`<tr tabindex="-1" data-key=${event.key}>
      <td class="kind">${alarmKindIcon(event.alarmKind)}</td>
      <td class="time"><time datetime=${event.time} title=${formatZone(zone, at)}>
        <span class="date">${formatDate(at, zone)}</span> ${formatTime(at, zone)}</time>${doubt
        ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</td>
      <td class="age">${formatAge(now() - at)}</td>
      ${this.all ? html`<td class="site">${stationOf(event.site).name}${zone === watchedZone ? nothing
        : html`<small>${formatZone(zone, at)}</small>`}</td>` : nothing}
      <td class="device" title=${deviceName(catalog, event)}><span>${deviceName(catalog, event)}</span></td>
      <td class="what" title=${eventDescription(event)}>
        <span>${eventDescription(event)}</span>${event.tag ? html`<code>${event.tag}</code>` : nothing}</td>
      <td class="state" title=${eventState(event)}><span>${eventState(event)}</span></td>
      <td class="delay">${formatDelay(Date.parse(event.received) - at)}</td></tr>`;
  }

  #end(): TemplateResult {
    if (this.#feed?.list.complete) {
      return html`<p class="end">${t('events.end')}</p>`;
    }
    return this.#feed?.failed.value
      ? html`<button class="end" @click=${() => void this.#feed?.more()}>${t('events.moreError')}</button>`
      : html`<p class="end">${this.#feed?.loading.value ? t('events.more') : ''}</p>`;
  }

  readonly #release = (): void => {
    this.#feed?.release();
    this.#scroller?.scrollTo({ top: 0 });
  };

  readonly #scrolled = (event: Event): void => {
    const scroller = event.currentTarget as HTMLElement;
    this.#scroller = scroller;
    if (scroller.scrollTop <= 8) {
      this.#feed?.release();
    }
    if (!this.#feed?.failed.peek() && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 600) {
      void this.#feed?.more();
    }
  };

  /** Up and down go from row to row; Home, End and the page keys are the browser's. */
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') {
      return;
    }
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')];
    const at = rows.indexOf(event.target as HTMLElement);
    const next = rows[at < 0 ? 0 : at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
}

const bones = Array.from({ length: 14 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
