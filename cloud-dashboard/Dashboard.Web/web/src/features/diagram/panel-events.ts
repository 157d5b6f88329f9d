import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { doubtOf } from '../../shared/events/doubt';
import { EventList } from '../../shared/events/event-list';
import { eventDescription, eventState } from '../../shared/events/event-text';
import { events } from '../../shared/events/events-state';
import { formatDate, formatTime } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { t } from './words';

const SHOWN = 5;

/** The last events of one point: what the historian has, and what comes live. */
@customElement('panel-events')
export class PanelEvents extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; gap: 8px; border-top: 1px solid var(--line); padding-top: 16px; }
    h3 { font-size: var(--fs-1); font-weight: 400; color: var(--text-2); }
    ol { display: grid; gap: 8px; margin: 0; padding: 0; list-style: none; }
    li { display: grid; grid-template-columns: 1fr; overflow-wrap: anywhere; }
    time { font-variant-numeric: tabular-nums; color: var(--text-2); font-size: var(--fs-1); }
    .error { display: flex; gap: 8px; align-items: center; }
    .error .icon { color: var(--alarm); }
    .bone { height: 32px; }
  `];

  @property() site = '';
  @property() tag = '';
  @state() private list = new EventList();
  /** Counts what changes in the list, which itself is no signal. */
  @state() private changes = 0;
  @state() private known = false;
  @state() private failed = '';
  #turn = 0;
  #deaf: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#deaf = [events.came.listen((event) => this.#take(event)), events.missed.listen(() => void this.#ask())];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#deaf.forEach((deaf) => deaf());
    this.#turn++;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tag') || changed.has('site')) {
      this.list = new EventList();
      this.known = false;
      void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const shown = this.changes >= 0 ? this.list.shown.slice(0, SHOWN) : [];
    return html`<h3>${t('panel.events')}</h3>
      ${this.failed === '' ? nothing
        : html`<p class="error" role="status">${brokenIcon()}${t('panel.eventsFailed', { code: plain(this.failed) })}</p>`}
      ${shown.length > 0 ? html`<ol data-testid="panel-events">${shown.map((event) => this.#event(event))}</ol>`
        : this.known ? html`<p class="muted">${t('panel.noEvents')}</p>`
          : this.failed === '' ? html`<div class="bone" role="status" aria-label=${t('panel.eventsLoading')}></div>` : nothing}`;
  }

  #event(event: SiteEvent): TemplateResult {
    const at = Date.parse(event.time);
    const zone = watched.zone.value;
    const doubt = doubtOf(event);
    // Of its own point the description stands above already.
    const words = event.type === 'digital' || event.type === 'value' ? eventState(event) : eventDescription(event);
    return html`<li><strong>${words || eventDescription(event)}</strong>
      <time datetime=${event.time}>${formatDate(at, zone)} ${formatTime(at, zone)}${
        doubt ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</time></li>`;
  }

  #take(event: SiteEvent): void {
    if (event.site === this.site && event.tag === this.tag && this.list.add(event, false)) {
      this.changes++;
    }
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { events: page } = await api.events(this.site, SHOWN, undefined, this.tag);
      if (turn === this.#turn) {
        this.list.addPage(page as SiteEvent[], undefined);
        this.known = true;
        this.failed = '';
        this.changes++;
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.failed = error instanceof ApiError ? error.code : 'page';
      }
    }
  }
}
