import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { acknowledge } from '../../shared/alarms/acknowledge';
import { outcomeWords } from '../../shared/alarms/alarm-words';
import { alarms } from '../../shared/alarms/alarms-state';
import { inStep, priorityStyles } from '../../shared/alarms/priority-mark';
import { operates, operatesAt } from '../../shared/api/role';
import type { AlarmView } from '../../shared/contract/generated/contract';
import { stationOf } from '../../shared/site/station';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { upIcon } from '../../shared/ui/icons';
import { openPage, type Route } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { AlarmFeed } from './alarm-feed';
import { alarmRow, headerRow } from './alarm-row';
import { alarmsStyles } from './alarms-styles';
import { filtersOf, queryOf, type Filters } from './filters';
import { endOfList, exportLinks, noAlarms } from './page-parts';
import { readOnly } from './read-only';
import { rowsInView, Selection, stepOf } from './selection';
import { t } from './words';
import './alarm-filters';
import './alarm-panel';
import './sound-control';

/** The alarms of all stations: dense, filtered by the address, worked with by keys; nothing moves while one reads. */
@customElement('alarms-page')
export class AlarmsPage extends AppElement {
  static override styles = [shared, priorityStyles, alarmsStyles];

  /** What the page reads from its address. */
  @property({ attribute: false }) query: Route['query'];
  protected override tick = 1000;
  @state() private selection = new Selection();
  /** The alarm that the panel shows. */
  @state() private opened: number | undefined;
  @state() private said = '';
  @state() private asked = false;
  @state() private top = 0;
  #feed: AlarmFeed | undefined;
  #height = 800;
  #row = 32;
  #deaf: (() => void)[] = [];
  readonly #resize = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#deaf = [
      alarms.updates.listen((update) => this.#feed?.take(update, this.#reading)),
      alarms.missed.listen(() => void this.#feed?.again(() => this.#reading, this.opened)),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#deaf.forEach((deaf) => deaf());
    this.#resize?.disconnect();
    this.#feed?.stop();
    this.#feed = undefined;
  }

  get #filters(): Filters {
    return filtersOf(this.query);
  }

  /** Whether somebody is in the middle of the list: then no row may move. */
  get #reading(): boolean {
    return this.top > 8 || this.selection.chosen.size > 0 || this.opened !== undefined || this.asked
      || this.selection.cursor !== undefined && this.#scroller?.matches(':focus-within') === true;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroll');
  }

  #scrollTo(top: number): void {
    const scroller = this.#scroller;
    if (scroller) {
      scroller.scrollTop = top;
    }
  }

  protected override willUpdate(): void {
    const filters = this.#filters;
    if (!this.#feed || JSON.stringify(this.#feed.filters) !== JSON.stringify(filters)) {
      this.#feed?.stop();
      this.#feed = new AlarmFeed(filters);
      this.selection = new Selection();
      this.said = '';
      this.asked = false;
      this.top = 0;
      this.#scrollTo(0);
    }
    this.selection = this.selection.kept(new Set(this.#feed.list.shown.map(({ id }) => id)));
    if (this.#feed.list.unsettled && !this.#reading) {
      this.#feed.settle();
    }
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const scroller = this.#scroller;
    if (!scroller) {
      return;
    }
    this.#resize?.observe(scroller);
    const row = this.renderRoot.querySelector<HTMLElement>('.line')?.offsetHeight || 32;
    const height = scroller.clientHeight || 800;
    if (row !== this.#row || height !== this.#height) {
      // The row at the top stays there when rows become higher or lower.
      const top = this.top / this.#row * row;
      [this.#row, this.#height] = [row, height];
      this.requestUpdate();
      void this.updateComplete.then(() => this.#scrollTo(top));
    }
  }

  protected override render(): TemplateResult {
    const filters = this.#filters;
    const { shown, waiting } = this.#feed?.list ?? { shown: [], waiting: [] };
    const opened = shown.find(({ id }) => id === this.opened);
    return html`
      <header><h1>${t('alarms.title')}</h1>
        ${this.#all(shown, filters)}
        ${exportLinks(filters)}
        <sound-control></sound-control>
        <alarm-filters .filters=${filters} @filters=${(event: CustomEvent<Filters>) => this.#go(event.detail)}></alarm-filters></header>
      <div class="area" ?data-open=${opened !== undefined}>
        <div class="list">
          ${waiting.length > 0 ? html`<button class="pill" @click=${this.#release}>${upIcon()}${waiting.length === 1
            ? t('alarms.newOne') : t('alarms.new', { n: waiting.length })}</button>` : nothing}
          ${shown.length > 0 ? this.#table(shown, filters) : noAlarms(filters, this.#feed, (next) => this.#go(next))}
          ${this.#actions(shown)}
        </div>
        ${opened ? html`<alarm-panel data-testid="alarm-panel" .alarm=${opened} @close=${this.#close}></alarm-panel>` : nothing}
      </div>`;
  }

  #table(shown: AlarmView[], filters: Filters): TemplateResult {
    const [first, end] = rowsInView(this.top, this.#height, this.#row, shown.length);
    const { cursor, chosen } = this.selection;
    return html`<div class="scroll" role="grid" tabindex="0" aria-label=${t('alarms.title')} aria-multiselectable="true"
      aria-rowcount=${shown.length + 1} aria-activedescendant=${cursor === undefined ? nothing : `alarm-${cursor}`}
      @scroll=${this.#scrolled} @keydown=${this.#keys} @animationstart=${inStep}>
      ${headerRow(filters.order, (order) => this.#go({ ...filters, order }))}
      <div class="space" style="height:${shown.length * this.#row}px">${shown.slice(first, end).map((alarm, at) => alarmRow(alarm, {
        index: first + at,
        top: (first + at) * this.#row,
        current: alarm.id === cursor,
        chosen: chosen.has(alarm.id),
        gone: this.#feed?.list.gone.has(alarm.id) ?? false,
        click: (event) => this.#clicked(alarm.id, event),
        toggle: () => this.#select(this.selection.toggled(alarm.id)),
      }))}</div>
      ${this.#feed ? endOfList(this.#feed) : nothing}</div>`;
  }

  /** Everything that is shown of a station: asked about once, because it is much at once. */
  #all(shown: readonly AlarmView[], { station }: Filters): TemplateResult | typeof nothing {
    const note = readOnly(station);
    const those = shown.filter((alarm) => !alarm.acknowledged && alarm.site === station);
    if (note !== undefined || station === '' || those.length === 0) {
      return note === undefined ? nothing : html`<span class="muted only">${note}</span>`;
    }
    const words = { n: those.length, name: stationOf(station).name };
    return this.asked
      ? html`<span class="sure" role="alert">${t('alarms.sure', words)}
          <button class="key" data-testid="acknowledge-all-yes" @click=${() => void this.#acknowledge(those)}>${t('alarms.yes')}</button>
          <button class="plain" @click=${() => this.#ask(false)}>${t('alarms.no')}</button></span>`
      : html`<button class="plain" data-testid="acknowledge-all" @click=${() => this.#ask(true)}>${t('alarms.all', words)}</button>`;
  }

  /** What is to be done with the rows that are chosen, and what became of the last thing that was done. */
  #actions(shown: readonly AlarmView[]): TemplateResult | typeof nothing {
    const { chosen } = this.selection;
    const open = shown.filter((alarm) => operates.value && chosen.has(alarm.id) && !alarm.acknowledged);
    const may = open.filter(({ site }) => operatesAt(site)).length;
    if (chosen.size === 0 && this.said === '') {
      return nothing;
    }
    return html`<div class="actions">
      ${this.said ? html`<span role="status" data-testid="outcome">${this.said}</span>` : nothing}
      ${chosen.size > 0 ? html`<span class="muted">${t('alarms.chosen', { n: chosen.size })}</span>` : nothing}
      ${open.length > may ? html`<span class="muted" data-testid="left">${t('alarms.left', { n: open.length - may })}</span>` : nothing}
      ${may > 0 ? html`
        <input class="comment" maxlength="500" placeholder=${t('alarms.comment')} aria-label=${t('alarms.comment')}>
        <button class="key" data-testid="acknowledge-chosen" @click=${() => void this.#acknowledge(open)}>${
          t('alarms.acknowledge', { n: may })}</button>` : nothing}
      <button class="plain" @click=${() => this.#clear()}>${t('alarms.dismiss')}</button></div>`;
  }

  async #acknowledge(those: readonly AlarmView[]): Promise<void> {
    const comment = this.renderRoot.querySelector<HTMLInputElement>('.comment')?.value;
    this.asked = false;
    if (those.length === 0) {
      this.said = t('alarms.nothing');
      return;
    }
    this.said = outcomeWords(await acknowledge(those, comment));
    this.selection = new Selection(this.selection.cursor);
    this.#scroller?.focus();
  }

  #go(filters: Filters): void {
    openPage(this, { page: 'alarms', site: watched.data.peek()?.site, query: queryOf(filters) });
  }

  #ask(asked: boolean): void {
    this.asked = asked;
  }

  #clear(): void {
    this.selection = new Selection();
    this.said = '';
  }

  #select(selection: Selection): void {
    this.selection = selection;
    this.said = '';
  }

  readonly #close = (): void => {
    this.opened = undefined;
    this.#scroller?.focus();
  };

  readonly #release = (): void => {
    this.#feed?.settle();
    this.#scrollTo(0);
  };

  readonly #scrolled = (event: Event): void => {
    const { scrollTop, clientHeight, scrollHeight } = event.currentTarget as HTMLElement;
    this.top = scrollTop;
    if (scrollTop <= 8 && !this.#reading) {
      this.#feed?.settle();
    }
    if (!this.#feed?.failed.peek() && scrollTop + clientHeight > scrollHeight - 600) {
      void this.#feed?.more();
    }
  };

  #clicked(id: number, event: MouseEvent): void {
    if (event.shiftKey) {
      this.#select(this.selection.extended(this.#ids, id));
    } else if (event.ctrlKey || event.metaKey) {
      this.#select(this.selection.toggled(id));
    } else {
      this.#select(new Selection(id, this.selection.chosen));
      this.opened = id;
    }
  }

  get #ids(): number[] {
    return this.#feed?.list.shown.map(({ id }) => id) ?? [];
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { cursor } = this.selection;
    const step = stepOf(event.key, Math.max(1, Math.floor(this.#height / this.#row) - 2));
    if (step !== undefined) {
      this.#select(this.selection.moved(this.#ids, step, event.shiftKey));
      this.#bring();
    } else if (event.key === ' ' && cursor !== undefined) {
      this.#select(this.selection.toggled(cursor));
    } else if (event.key === 'Enter' && cursor !== undefined) {
      this.opened = cursor;
    } else if (event.key === 'Escape') {
      this.#escape();
    } else if (event.key.toLowerCase() === 'a' && !event.repeat && operates.peek()) {
      const ids = this.selection.chosen.size > 0 ? this.selection.chosen : new Set(cursor === undefined ? [] : [cursor]);
      void this.#acknowledge(this.#feed?.list.shown.filter((alarm) => ids.has(alarm.id) && !alarm.acknowledged) ?? []);
    } else {
      return;
    }
    event.preventDefault();
  };

  #escape(): void {
    if (this.opened !== undefined) {
      this.opened = undefined;
    } else {
      this.#clear();
    }
  }

  /** Scrolls so far that the row of the keys is seen, and no further. */
  #bring(): void {
    const at = this.selection.cursor === undefined ? -1 : this.#ids.indexOf(this.selection.cursor);
    const head = this.renderRoot.querySelector<HTMLElement>('.head')?.offsetHeight ?? this.#row;
    const scroller = this.#scroller;
    if (scroller && at >= 0) {
      const top = at * this.#row;
      scroller.scrollTop = Math.max(top + this.#row + head - this.#height, Math.min(scroller.scrollTop, top));
    }
  }
}
