import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { now } from '../../shared/format/clock';
import { EventList } from './event-list';
import { deviceName, eventDescription, eventState } from './event-text';
import { formatAge, formatClock, formatDate, formatDelay, formatTime, formatZone } from '../../shared/format/format';
import { t } from '../../shared/i18n/locale';
import { store } from '../../shared/site/the-store';
import type { SiteEvent } from '../../shared/contract/types';
import { AppElement } from '../../shared/ui/app-element';
import { alarmKindIcon, upIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { eventsStyles } from './events-styles';

const PAGE = 100;

/** The sequence of events of the station: dense, newest first; nothing moves while one reads. */
@customElement('events-page')
export class EventsPage extends AppElement {
  static override styles = [shared, eventsStyles];

  protected override topics = ['site', 'catalog', 'sites'] as const;
  protected override tick = 5000;
  @state() private failed: { code: string; since: number } | undefined;
  @state() private loading = false;
  #list = new EventList();
  #site: string | undefined;
  #scroller: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    store.addEventListener('event', this.#came);
    store.addEventListener('snapshot', this.#again);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    store.removeEventListener('event', this.#came);
    store.removeEventListener('snapshot', this.#again);
    this.#site = undefined;
  }

  protected override willUpdate(): void {
    const site = store.data?.site;
    if (site !== undefined && site !== this.#site) {
      this.#site = site;
      this.#list = new EventList();
      this.failed = undefined;
      void this.#first(site);
    }
  }

  protected override render(): TemplateResult {
    const zone = store.summary?.timeZone ?? 'UTC';
    const name = store.summary?.name ?? '';
    const { shown, waiting } = this.#list;
    return html`
      <header><h1>${t('events.title')}</h1><span class="muted">${name}</span><span class="muted zone">${formatZone(zone, now())}</span></header>
      <div class="area">
        ${waiting.length > 0 ? html`<button class="pill" @click=${this.#release}>${upIcon()}${waiting.length === 1
          ? t('events.newOne') : t('events.new', { n: waiting.length })}</button>` : nothing}
        ${shown.length > 0 ? this.#table(shown, zone) : this.#nothing(name, zone)}
      </div>`;
  }

  #nothing(name: string, zone: string): TemplateResult {
    if (this.failed) {
      return html`<empty-state kind="error" heading=${t('events.error.title')} text=${t('events.error.text', {
        code: this.failed.code, time: formatClock(this.failed.since, zone), trying: t('error.trying'),
      })}></empty-state>`;
    }
    return this.#list.complete
      ? html`<empty-state heading=${t('events.empty.title')} text=${t('events.empty.text', { site: name })}></empty-state>`
      : html`<div class="skeleton" role="status" aria-label=${t('events.loading')}>${bones}</div>`;
  }

  #table(shown: SiteEvent[], zone: string): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" @scroll=${this.#scrolled} @keydown=${this.#keys}>
        <table aria-label=${t('events.title')}>
          <thead><tr>
            <th class="kind"><span class="hidden">${t('events.kind.alarm')}</span></th>
            <th class="time">${t('events.time')}</th><th class="age">${t('events.age')}</th><th class="device">${t('events.device')}</th>
            <th>${t('events.description')}</th><th>${t('events.state')}</th><th class="delay" title=${t('events.delayHelp')}>${t('events.delay')}</th>
          </tr></thead>
          <tbody>${repeat(shown, (event) => event.key, (event) => this.#row(event, zone))}</tbody>
        </table>
        ${this.#end()}
      </div>`;
  }

  #row(event: SiteEvent, zone: string): TemplateResult {
    const at = Date.parse(event.time);
    const doubt = event.clock !== 'synchronised' ? t(`events.${event.clock}`) : event.timeSource === 'gateway' ? t('events.byGateway') : '';
    return html`<tr tabindex="-1" data-key=${event.key}>
      <td class="kind">${alarmKindIcon(event.alarmKind)}</td>
      <td class="time"><time datetime=${event.time}><span class="date">${formatDate(at, zone)}</span> ${formatTime(at, zone)}</time>${doubt
        ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</td>
      <td class="age">${formatAge(now() - at)}</td>
      <td class="device">${deviceName(store.data?.catalog, event)}</td>
      <td class="what"><span>${eventDescription(event)}</span>${event.tag ? html`<code>${event.tag}</code>` : nothing}</td>
      <td class="state">${eventState(event)}</td>
      <td class="delay">${formatDelay(Date.parse(event.received) - at)}</td></tr>`;
  }

  #end(): TemplateResult {
    if (this.#list.complete) {
      return html`<p class="end">${t('events.end')}</p>`;
    }
    return this.failed
      ? html`<button class="end" @click=${() => void this.#more()}>${t('events.moreError')}</button>`
      : html`<p class="end">${this.loading ? t('events.more') : ''}</p>`;
  }

  async #first(site: string): Promise<void> {
    const backoff = new Backoff();
    while (this.#site === site && this.#list.shown.length === 0 && !this.#list.complete) {
      try {
        const page = await api.events(site, PAGE);
        if (this.#site === site) {
          this.failed = undefined;
          this.#list.addPage(page.events, page.next);
          this.requestUpdate();
        }
        return;
      } catch (error) {
        this.failed = { code: code(error), since: this.failed?.since ?? now() };
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    }
  }

  async #more(): Promise<void> {
    const site = this.#site;
    const before = this.#list.next;
    if (this.loading || before === undefined || site === undefined) {
      return;
    }
    this.loading = true;
    try {
      const page = await api.events(site, PAGE, before);
      if (this.#site === site) {
        this.failed = undefined;
        this.#list.addPage(page.events, page.next);
      }
    } catch (error) {
      this.failed = { code: code(error), since: now() };
    } finally {
      this.loading = false;
    }
  }

  readonly #came = (event: Event): void => {
    const entry = (event as CustomEvent<SiteEvent>).detail;
    const reading = (this.#scroller?.scrollTop ?? 0) > 8;
    if (entry.site === this.#site && (this.#list.complete || this.#list.shown.length > 0) && this.#list.add(entry, reading)) {
      this.requestUpdate();
    }
  };

  /** After a lost connection: what came meanwhile is fetched and laid in its place. */
  readonly #again = (): void => {
    const site = this.#site;
    if (site !== undefined && this.#list.shown.length > 0) {
      api.events(site, PAGE)
        .then((page) => page.events.forEach((entry) => this.#came(new CustomEvent('event', { detail: entry }))))
        .catch((error: unknown) => {
          this.failed = { code: code(error), since: now() };
        });
    }
  };

  readonly #release = (): void => {
    this.#list.release();
    this.#scroller?.scrollTo({ top: 0 });
    this.requestUpdate();
  };

  readonly #scrolled = (event: Event): void => {
    const scroller = event.currentTarget as HTMLElement;
    this.#scroller = scroller;
    if (scroller.scrollTop <= 8 && this.#list.waiting.length > 0) {
      this.#list.release();
      this.requestUpdate();
    }
    if (!this.failed && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 600) {
      void this.#more();
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

const code = (error: unknown): string => error instanceof ApiError ? error.code : 'page';
const bones = Array.from({ length: 14 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
