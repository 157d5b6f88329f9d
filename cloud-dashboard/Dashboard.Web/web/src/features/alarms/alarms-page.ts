import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { acknowledge } from '../../shared/alarms/acknowledge';
import { outcomeWords } from '../../shared/alarms/alarm-words';
import { alarms } from '../../shared/alarms/alarms-state';
import { inStep, priorityStyles } from '../../shared/alarms/priority-mark';
import { firstOutStyles } from '../../shared/alarms/first-out';
import { operates } from '../../shared/api/role';
import type { AlarmView } from '../../shared/contract/generated/contract';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { upIcon } from '../../shared/ui/icons';
import { openPage, type Route } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { acknowledgeAll, actionBar, type Actions } from './action-bar';
import { AlarmFeed } from './alarm-feed';
import { headerRow } from './alarm-row';
import { alarmsStyles } from './alarms-styles';
import { filtersOf, queryOf, type Filters } from './filters';
import { GroupFeed } from './group-feed';
import { groupAct, type GroupAct } from './group-keys';
import { groupStyles } from './group-styles';
import { lineRow, type Presses } from './line-row';
import { alarmsIn, lineId, type Line, type LineId } from './lines';
import { endOfList, exportLinks, floodOffer, noAlarms, totals } from './page-parts';
import { rowsInView, Selection, stepOf } from './selection';
import { t } from './words';
import './alarm-filters';
import './alarm-panel';
import './sound-control';

/** The alarms of all stations: dense, filtered by the address, worked with by keys; nothing moves while one reads. */
@customElement('alarms-page')
export class AlarmsPage extends AppElement {
  static override styles = [shared, priorityStyles, firstOutStyles, alarmsStyles, groupStyles];

  /** What the page reads from its address. */
  @property({ attribute: false }) query: Route['query'];
  protected override tick = 1000;
  @state() private selection = new Selection();
  /** The alarm that the panel shows. */
  @state() private opened: number | undefined;
  @state() private said = '';
  @state() private asked = false;
  @state() private top = 0;
  #feed: AlarmFeed | GroupFeed | undefined;
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
      this.#feed = filters.group === '' ? new AlarmFeed(filters) : new GroupFeed(filters, () => this.#reading);
      this.#clear();
      this.asked = false;
      this.top = 0;
      this.#scrollTo(0);
    }
    this.selection = this.selection.kept(new Set(this.#ids));
    if (this.#feed.unsettled && !this.#reading) {
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
    const lines = this.#lines;
    const [shown, waiting] = [alarmsIn(lines), this.#feed?.waiting ?? 0];
    const opened = shown.find(({ id }) => id === this.opened);
    return html`
      <header><h1>${t('alarms.title')}</h1>
        ${acknowledgeAll(shown, filters, this.asked, this.#does)}
        ${totals(this.#feed)}
        ${exportLinks(filters)}
        <sound-control></sound-control>
        <alarm-filters .filters=${filters} @filters=${(event: CustomEvent<Filters>) => this.#go(event.detail)}></alarm-filters>
        ${floodOffer(filters, (next) => this.#go(next))}</header>
      <div class="area" ?data-open=${opened !== undefined}>
        <div class="list">
          ${waiting > 0 ? html`<button class="pill" @click=${this.#release}>${upIcon()}${waiting === 1
            ? t('alarms.newOne') : t('alarms.new', { n: waiting })}</button>` : nothing}
          ${lines.length > 0 ? this.#table(lines, filters) : noAlarms(filters, this.#feed, (next) => this.#go(next))}
          ${actionBar(shown, this.selection.chosen, this.said, this.#does)}
        </div>
        ${opened ? html`<alarm-panel data-testid="alarm-panel" .alarm=${opened} @close=${this.#close}></alarm-panel>` : nothing}
      </div>`;
  }

  #table(lines: readonly Line[], filters: Filters): TemplateResult {
    const [first, end] = rowsInView(this.top, this.#height, this.#row, lines.length);
    const { cursor } = this.selection;
    return html`<div class="scroll" role=${filters.group === '' ? 'grid' : 'treegrid'} tabindex="0" aria-label=${t('alarms.title')}
      aria-multiselectable="true" aria-rowcount=${lines.length + 1} aria-activedescendant=${
        cursor === undefined ? nothing : lineId(cursor)}
      @scroll=${this.#scrolled} @keydown=${this.#keys} @animationstart=${inStep}>
      ${headerRow(filters.order, (order) => this.#go({ ...filters, order }))}
      <div class="space" style="height:${lines.length * this.#row}px">${
        lines.slice(first, end).map((line, at) => lineRow(line, first + at, this.#row, this.selection, this.#presses))}</div>
      ${this.#feed ? endOfList(this.#feed) : nothing}</div>`;
  }

  get #lines(): readonly Line[] {
    return this.#feed?.lines ?? [];
  }

  get #ids(): LineId[] {
    return this.#lines.map(({ id }) => id);
  }

  get #grouped(): GroupFeed | undefined {
    return this.#feed instanceof GroupFeed ? this.#feed : undefined;
  }

  readonly #does: Actions = {
    acknowledge: (those) => void this.#acknowledge(those),
    ask: (asked) => void (this.asked = asked),
    clear: () => this.#clear(),
  };

  readonly #presses: Presses = {
    group: (key) => this.#toggle(key),
    more: (key) => this.#grouped?.moreOf(key),
    alarm: (id, event) => this.#clicked(id, event),
    pick: (id) => this.#select(this.selection.toggled(id)),
  };

  #toggle(key: string): void {
    this.#select(new Selection(key, this.selection.chosen));
    this.#grouped?.toggle(key);
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

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { cursor } = this.selection;
    const line = this.#lines.find(({ id }) => id === cursor);
    const act = groupAct(line, event.key, this.selection.chosen.size === 0 && operates.peek());
    const step = stepOf(event.key, Math.max(1, Math.floor(this.#height / this.#row) - 2));
    if (step !== undefined) {
      this.#select(this.selection.moved(this.#ids, step, event.shiftKey));
      this.#bring();
    } else if (act) {
      this.#group(act, line);
    } else if (event.key === ' ' && typeof cursor === 'number') {
      this.#select(this.selection.toggled(cursor));
    } else if (event.key === 'Enter' && typeof cursor === 'number') {
      this.opened = cursor;
    } else if (event.key === 'Escape') {
      if (this.opened === undefined) {
        this.#clear();
      }
      this.opened = undefined;
    } else if (event.key.toLowerCase() === 'a' && !event.repeat && operates.peek()) {
      const ids = this.selection.chosen.size > 0 ? this.selection.chosen : new Set<LineId | undefined>([cursor]);
      void this.#acknowledge(alarmsIn(this.#lines).filter((alarm) => ids.has(alarm.id) && !alarm.acknowledged));
    } else {
      return;
    }
    event.preventDefault();
  };

  #group(act: GroupAct, line: Line | undefined): void {
    if (act === 'more' && line && 'of' in line) {
      this.#grouped?.moreOf(line.of);
    } else if (act === 'choose' && line) {
      const below = this.#grouped?.below(String(line.id)) ?? [];
      this.#select(this.selection.toggledAll(below.filter(({ acknowledged }) => !acknowledged).map(({ id }) => id), line.id));
    } else if (line) {
      this.#toggle(String(line.id));
      this.said = act === 'see' ? t('group.seeFirst') : '';
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
