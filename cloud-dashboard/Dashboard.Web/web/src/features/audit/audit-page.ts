import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { queryText } from '../../shared/api/api';
import { at } from '../../shared/api/base';
import type { AuditView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAge, formatClock, formatDate, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { arrowIcon, brokenIcon, downIcon } from '../../shared/ui/icons';
import { openPage, type Route } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { AuditFeed } from './audit-feed';
import { auditStyles } from './audit-styles';
import { actText, originText, valueText } from './audit-words';
import { filtersOf, nothingChosen, queryOf, type Filters } from './filters';
import { t } from './words';
import '../../shared/ui/empty-state';
import './audit-filters';

/** The record of what users did: dense, newest first, filtered by the address. It stands still while one reads. */
@customElement('audit-page')
export class AuditPage extends AppElement {
  static override styles = [shared, auditStyles];

  /** What the page reads from its address. */
  @property({ attribute: false }) query: Route['query'];
  protected override tick = 5000;
  /** On a phone the form of the filters is folded. */
  @state() private open = false;
  #feed: AuditFeed | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#feed?.stop();
    this.#feed = undefined;
  }

  protected override willUpdate(): void {
    const filters = filtersOf(this.query);
    if (!this.#feed || queryText({ ...this.#feed.filters }) !== queryText({ ...filters })) {
      this.#feed?.stop();
      this.#feed = new AuditFeed(filters);
      this.renderRoot?.querySelector('.scroll')?.scrollTo?.(0, 0);
    }
  }

  protected override render(): TemplateResult {
    const zone = watched.zone.value;
    const feed = this.#feed;
    const entries = feed?.entries.value;
    const failed = feed?.failed.value;
    const filters = feed?.filters ?? nothingChosen;
    return html`
      <header><div class="top"><h1>${t('audit.title')}</h1>
        ${entries ? html`<span class="muted as-of">${t('audit.asOf', { time: formatClock(feed?.read.value ?? 0, zone) })}</span>
          <button class="plain" data-testid="again" ?disabled=${feed?.loading.value} @click=${() => void feed?.again()}>${
            t('audit.again')}</button>
          <a class="plain" data-testid="csv" href=${at(`/api/audit/csv?${queryText({ ...filters })}`)} download="audit.csv"
            title=${t('audit.csvHelp')}>${t('audit.csv')}</a>` : nothing}
        <button class="plain fold" aria-expanded=${this.open} data-testid="fold" @click=${() => this.#fold(!this.open)}>${
          t('filter.title')}${downIcon()}</button>
        <span class="muted zone">${formatZone(zone, now())}</span></div>
        <audit-filters .filters=${filters} .zone=${zone} .open=${this.open}
          @filters=${(event: CustomEvent<Filters>) => this.#go(event.detail)}></audit-filters>
        ${entries && failed ? html`<p class="old" role="status">${brokenIcon()}${t('audit.old', {
          code: plain(failed.code), time: formatClock(failed.since, zone) })}</p>` : nothing}</header>
      <div class="list">${entries && entries.length > 0 && failed?.code !== 'forbidden' ? this.#table(entries, zone, filters)
        : this.#nothing(zone, filters)}</div>`;
  }

  #nothing(zone: string, filters: Filters): TemplateResult {
    const failed = this.#feed?.failed.value;
    const all = html`<button class="plain" data-testid="all" @click=${() => this.#go(nothingChosen)}>${t('filter.clear')}</button>`;
    if (failed?.code === 'forbidden') {
      return html`<empty-state heading=${t('audit.forbidden.title')} text=${t('audit.forbidden.text')}></empty-state>`;
    }
    if (failed?.code === 'badQuery') {
      return html`<div class="none"><empty-state kind="error" heading=${t('audit.badQuery.title')}
        text=${t('audit.badQuery.text')}></empty-state>${all}</div>`;
    }
    if (failed) {
      return html`<empty-state kind="error" heading=${t('audit.error.title')} text=${t('audit.error.text', {
        code: plain(failed.code), time: formatClock(failed.since, zone), trying: common('error.trying'),
      })}></empty-state>`;
    }
    if (!this.#feed?.entries.value) {
      return html`<div class="skeleton" role="status" aria-label=${t('audit.loading')}>${bones}</div>`;
    }
    return queryText({ ...filters }) === ''
      ? html`<empty-state heading=${t('audit.empty.title')} text=${t('audit.empty.text')}></empty-state>`
      : html`<div class="none"><empty-state heading=${t('audit.none.title')} text=${t('audit.none.text')}></empty-state>${all}</div>`;
  }

  #table(entries: readonly AuditView[], zone: string, filters: Filters): TemplateResult {
    return html`<div class="scroll" tabindex="0" @keydown=${this.#keys}>
      <table aria-label=${t('audit.title')}>
        <thead><tr><th class="time">${t('audit.time')}</th><th class="age">${t('audit.age')}</th><th class="who">${t('audit.who')}</th>
          <th class="from">${t('audit.from')}</th><th class="what">${t('audit.what')}</th><th class="target">${t('audit.target')}</th>
          <th class="change">${t('audit.change')}</th><th class="id">${t('audit.id')}</th></tr></thead>
        <tbody>${repeat(entries, ({ id }) => id, (entry) => this.#row(entry, zone, filters))}</tbody>
      </table>${this.#end()}</div>`;
  }

  #row(entry: AuditView, zone: string, filters: Filters): TemplateResult {
    const at = Date.parse(entry.time);
    const [old, fresh] = [valueText(entry, entry.old, zone), valueText(entry, entry.new, zone)];
    // The form chooses the same with the keyboard: here it would be three stops a row.
    const only = (name: 'who' | 'what' | 'target', value: string, words: string): TemplateResult => html`<button class="only" tabindex="-1"
      title=${t('audit.only', { value: words })} @click=${() => this.#go({ ...filters, [name]: value })}>${words}</button>`;
    return html`<tr tabindex="-1" data-testid=${`line-${entry.id}`}>
      <td class="time"><time datetime=${entry.time} title=${formatZone(zone, at)}><span class="date">${formatDate(at, zone)}</span> ${
        formatTime(at, zone)}</time></td>
      <td class="age">${formatAge(now() - at)}</td>
      <td class="who">${only('who', entry.who, plain(entry.who))}</td>
      <td class="from">${originText(entry.from)}</td>
      <td class="what">${only('what', entry.what, actText(entry.what))}</td>
      <td class="target">${entry.target === undefined ? nothing : only('target', entry.target, plain(entry.target))}</td>
      <td class="change" title=${[old, fresh].filter(Boolean).join(' → ')}><span>${old ? html`<span class="was">${old}</span>` : nothing}${
        old ? html`${arrowIcon()}<span class="hidden">${t('audit.becomes')}</span>` : nothing}${
        fresh || (old ? html`<span class="muted">${t('audit.nothing')}</span>` : nothing)}</span></td>
      <td class="id" title=${t('audit.hash', { hash: entry.hash })}>${entry.id}</td></tr>`;
  }

  #end(): TemplateResult {
    return this.#feed?.older.value
      ? html`<button class="end" data-testid="more" ?disabled=${this.#feed.loading.value} @click=${() => void this.#feed?.more()}>${
        t(this.#feed.loading.value ? 'audit.loadingMore' : 'audit.more')}</button>`
      : html`<p class="end">${t('audit.end')}</p>`;
  }

  #fold(open: boolean): void {
    this.open = open;
  }

  #go(filters: Filters): void {
    this.open = false;
    openPage(this, { page: 'audit', site: watched.data.peek()?.site, query: queryOf(filters) });
  }

  /** Up and down go from line to line; Home, End and the page keys are the browser's. */
  readonly #keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')];
    const at = rows.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
    event.preventDefault();
  };
}

const bones = Array.from({ length: 14 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
