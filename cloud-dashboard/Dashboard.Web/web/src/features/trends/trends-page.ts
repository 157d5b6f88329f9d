import { signal } from '@preact/signals-core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query as find, state } from 'lit/decorators.js';
import { common } from '../../shared/i18n/common';
import { now } from '../../shared/format/clock';
import { formatAgo, formatClock, formatDate } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { overview } from '../../shared/site/overview';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { backIcon, brokenIcon, minusIcon, openIcon, plusIcon, undoIcon } from '../../shared/ui/icons';
import { openPage, type Route } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { csvName, csvOf } from './csv';
import { drawingOf, isEmpty, type Drawing, type Lane } from './drawing';
import { lengthWords, stateWord } from './reading';
import { MOST_COLUMNS, TrendFeed, type Answer } from './trend-feed';
import type { TrendPlot } from './trend-plot';
import { trendsStyles } from './trends-styles';
import {
  bounded, isLive, MOST_TAGS, panned, queryOf, rangeOf, sameView, spans, spanWord, todayOf, viewAt, viewOf, zoomed, type Range, type View,
} from './view';
import { t } from './words';
import '../../shared/ui/empty-state';
import './trend-legend';
import './trend-plot';
import './trend-tags';

/** A hand that still moves has not chosen yet. */
const PAUSE = 350;
/** So many former times can be gone back to. */
const FORMER = 50;

/** What tags were: curves over a time that ends now, or that stands. The address says which and when. */
@customElement('trends-page')
export class TrendsPage extends AppElement {
  static override styles = [shared, trendsStyles];

  protected override tick = 1000;
  @property({ attribute: false }) query: Route['query'];
  @state() private choosing = false;
  @find('trend-plot') private plot!: TrendPlot | null;
  readonly #feed = new TrendFeed();
  readonly #cursor = signal<number | undefined>(undefined);
  /** The time of the second cursor, which a press sets. */
  readonly #pin = signal<number | undefined>(undefined);
  /** What a hand has moved to and the address does not say yet. */
  readonly #moved = signal<Range | undefined>(undefined);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #former: View[] = [];
  /** What is shown until the answer to it is here. It stands still: a range that moves with each drawing would never come to rest. */
  #awaited: { view: View; range: Range } | undefined;
  #drawn: { answer: Answer; drawing: Drawing } | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#feed.stop();
  }

  get #view(): View {
    return viewOf(this.query);
  }

  get #site(): string | undefined {
    return watched.data.value?.site;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('query')) {
      this.#moved.value = undefined;
    }
  }

  protected override updated(): void {
    const site = this.#site;
    const view = this.#view;
    if (site !== undefined && view.tags.length > 0) {
      this.#feed.want({ site, view, columns: Math.min(MOST_COLUMNS, this.plot?.columns ?? 800) });
    } else {
      this.#feed.stop();
    }
  }

  /** What is shown: what a hand has moved to, else what was asked for, which moves with each answer. */
  #range(view: View): Range {
    const answer = this.#feed.answer.value;
    if (!this.#awaited || !sameTime(this.#awaited.view, view)) {
      this.#awaited = { view, range: rangeOf(view, now()) };
    }
    return this.#moved.value ?? (answer && sameTime(answer.wish.view, view) ? answer.range : this.#awaited.range);
  }

  #drawing(answer: Answer | undefined, tags: readonly string[]): Drawing | undefined {
    if (answer && this.#drawn?.answer !== answer) {
      this.#drawn = { answer, drawing: drawingOf(answer.view, new Map(answer.wish.view.tags.map((tag, place) => [tag, place]))) };
    }
    return answer && String(answer.wish.view.tags) === String(tags) ? this.#drawn?.drawing
      : answer && drawingOf(answer.view, new Map(tags.map((tag, place) => [tag, place])));
  }

  protected override render(): TemplateResult {
    const view = this.#view;
    return html`${this.#head(view)}
      ${view.tags.length === 0 ? html`<empty-state heading=${t('empty.title')} text=${t('empty.text')}></empty-state>` : this.#body(view)}
      ${this.choosing ? html`<trend-tags .chosen=${view.tags} @choose=${(event: CustomEvent<string>) => this.#choose(event.detail)}
        @close=${() => this.#open(false)}></trend-tags>` : nothing}`;
  }

  #head(view: View): TemplateResult {
    const { tags } = view;
    const range = this.#range(view);
    const sites = overview.sites.value ?? [];
    const elsewhere = (event: Event): void => openPage(this, {
      page: 'trends', site: (event.target as HTMLSelectElement).value, query: queryOf({ ...view, tags: [] }),
    });
    const zone = watched.zone.value;
    const today = todayOf(now(), zone);
    const isToday = view.range?.from === today.from && view.range.to === today.to;
    const button = (words: string, body: TemplateResult, go: () => void, off = false): TemplateResult => html`<button class="chip"
      title=${words} aria-label=${words} ?disabled=${off} @click=${go}>${body}</button>`;
    return html`<header>
      <h1>${watched.summary.value ? t('title.of', { site: watched.summary.value.name }) : t('title')}</h1>
      ${sites.length > 1 ? html`<select aria-label=${t('station')} @change=${elsewhere}>${sites.map(({ site, name }) => html`<option
        value=${site} .selected=${site === this.#site}>${name}</option>`)}</select>` : nothing}
      <button class="key add" data-testid="trend-add" aria-expanded=${this.choosing} @click=${() => this.#open(!this.choosing)}>${
        plusIcon()}${t('tags.add')}</button>
      <div class="group" role="group" aria-label=${t('span')}>${spans.map(([word, span]) => html`<button class="chip"
          data-testid=${`span-${word}`} aria-pressed=${view.span !== undefined && spanWord(view.span) === word}
          @click=${() => this.#go({ tags, span })}>${t(`span.${word}` as 'span.1h')}</button>`)}
        <button class="chip" aria-pressed=${isToday} @click=${() => this.#go({ tags, range: today })}>${t('span.today')}</button></div>
      <div class="group" role="group" aria-label=${t('move')}>
        ${button(t('move.back'), backIcon(), () => this.#jump(panned(range, -1, now())))}
        ${button(t('move.on'), openIcon(), () => this.#jump(panned(range, 1, now())), range.to >= now() - 1000)}
        ${button(t('move.out'), minusIcon(), () => this.#jump(zoomed(range, 2)))}
        ${button(t('move.in'), plusIcon(), () => this.#jump(zoomed(range, 0.5)))}
        ${button(t('move.former'), undoIcon(), this.#back, this.#former.length === 0)}
        <button class="chip" data-testid="trend-now" aria-pressed=${view.span !== undefined}
          @click=${() => this.#go({ tags, span: rangeSpan(range) })}>${t('span.now')}</button></div>
    </header>`;
  }

  #body(view: View): TemplateResult {
    const answer = this.#feed.answer.value;
    const drawing = this.#drawing(answer, view.tags);
    // What belongs to no time that reaches now is old anyway, and stays as it is.
    const reachesNow = isLive(view, now());
    const stale = reachesNow && ((watched.trouble.value?.stale ?? false) || this.#feed.failed.value !== undefined);
    const live = reachesNow && watched.trouble.value?.stale !== true && (watched.data.value?.fresh.value ?? false);
    return html`<div class="body">
      <div class="plot"><trend-plot .drawing=${drawing} .range=${this.#range(view)} .zone=${watched.zone.value} .word=${word}
          @range=${(event: CustomEvent<Range>) => this.#move(event.detail)} @former=${this.#back}
          .pin=${this.#pin.value} @pin=${(event: CustomEvent<number | undefined>) => this.#hold(event.detail)}
          @cursor=${(event: CustomEvent<number | undefined>) => this.#point(event.detail)}></trend-plot>${this.#over(answer)}</div>
      <trend-legend .view=${answer?.view} .drawing=${drawing} .tags=${view.tags} .cursor=${this.#cursor.value} .live=${live}
        .pin=${this.#pin.value} .stale=${stale} @unpin=${() => this.#hold(undefined)}
        @remove=${(event: CustomEvent<string>) => this.#choose(event.detail)}></trend-legend>
      <p class="foot" data-testid="trend-foot">${this.#foot(view, answer, drawing)}</p></div>`;
  }

  /** What stands in the place of the curves where there are none. */
  #over(answer: Answer | undefined): TemplateResult | typeof nothing {
    const failed = this.#feed.failed.value;
    const state = (heading: string, text: string, kind = 'empty'): TemplateResult => html`<empty-state class="over" kind=${kind}
      heading=${heading} text=${text}></empty-state>`;
    if (!answer) {
      return failed ? state(t('error.title'), this.#whyNot(failed), 'error')
        : html`<div class="over skeleton" role="status" aria-label=${t('loading')}><div class="bone"></div></div>`;
    }
    if (answer.view.series.length === 0) {
      return state(t('unknown.title'), t('unknown.text', { tags: answer.view.unknown.join(', ') }));
    }
    return isEmpty(answer.view) ? state(t('none.title'), t('none.text', {
      from: this.#stamp(answer.range.from), to: this.#stamp(answer.range.to), known: this.#known(answer),
    })) : nothing;
  }

  #whyNot({ code, since }: { code: string; since: number }): string {
    return code === 'forbidden' ? t('error.forbidden') : code === 'badQuery' || code === 'unknownSite'
      ? t('error.refused', { code: plain(code) })
      : t('error.text', { code: plain(code), time: formatClock(since, watched.zone.value), trying: common('error.trying') });
  }

  /** Until when the data reaches, and what keeps new data away. */
  #foot(view: View, answer: Answer | undefined, drawing: Drawing | undefined): TemplateResult {
    const failed = this.#feed.failed.value;
    const trouble = watched.trouble.value;
    const known = drawing?.known;
    const live = isLive(view, now());
    return html`${answer ? html`<span data-testid="trend-known">${known === undefined ? t('known.never')
        : t('known', { time: this.#stamp(known) })}${known !== undefined && live ? ` (${formatAgo(now() - known)})` : ''}</span>` : nothing}
      ${answer?.view.stepSeconds ? html`<span>${t('known.steps', {
        length: lengthWords(answer.view.stepSeconds * 1000) })}</span>` : nothing}
      ${answer && answer.view.series.length > 0 ? html`<button data-testid="trend-csv" title=${t('csv.save')}
        @click=${() => save(csvOf(answer.view, watched.zone.value), csvName(answer.view))}>${t('csv.key')}</button>` : nothing}
      ${trouble?.stale && live && answer ? html`<strong role="status" data-testid="trend-trouble">${brokenIcon()}${
        t('trouble', { time: this.#stamp(Math.min(trouble.since, known ?? trouble.since)) })}</strong>` : nothing}
      ${failed && answer ? html`<strong role="status" data-testid="trend-failed">${brokenIcon()}${t('refresh.failed', {
        time: formatClock(failed.since, watched.zone.value), code: plain(failed.code), trying: common('error.trying'),
      })}</strong>` : nothing}`;
  }

  #known({ view }: Answer): string {
    return view.known > 0 ? this.#stamp(view.known / 1000) : '–';
  }

  #stamp(time: number): string {
    const zone = watched.zone.value;
    return `${formatDate(time, zone)} ${formatClock(time, zone)}`;
  }

  #open(choosing: boolean): void {
    this.choosing = choosing;
  }

  #point(time: number | undefined): void {
    this.#cursor.value = time;
  }

  #hold(time: number | undefined): void {
    this.#pin.value = time;
  }

  #choose(tag: string): void {
    const view = this.#view;
    const tags = view.tags.includes(tag) ? view.tags.filter((one) => one !== tag) : [...view.tags, tag].slice(0, MOST_TAGS);
    this.#show({ ...view, tags });
  }

  /** At once on the drawing; in the address, and to be asked for, when the hand rests. */
  #move(range: Range): void {
    const bound = bounded(range);
    const late = Math.max(0, bound.from - now());
    this.#moved.value = { from: bound.from - late, to: bound.to - late };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#moved.peek() && this.#jump(this.#moved.peek()!), PAUSE);
  }

  #jump(range: Range): void {
    this.#go(viewAt(this.#view.tags, bounded(range), now()));
  }

  /** Another time; the one of before can be gone back to. */
  #go(view: View): void {
    if (!sameView(view, this.#view)) {
      this.#former = [...this.#former.slice(1 - FORMER), this.#view];
      this.#show(view);
    } else {
      this.#moved.value = undefined;
    }
  }

  readonly #back = (): void => {
    clearTimeout(this.#timer);
    this.#moved.value = undefined;
    const former = this.#former.pop();
    if (former) {
      this.#show({ ...former, tags: this.#view.tags });
    }
  };

  #show(view: View): void {
    clearTimeout(this.#timer);
    openPage(this, { page: 'trends', site: this.#site, query: queryOf(view) });
  }
}

/** Gives the browser a file to keep. */
function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PAUSE);
}

const sameTime = (a: View, b: View): boolean => sameView({ ...a, tags: [] }, { ...b, tags: [] });
const word = ({ series }: Lane, state: 0 | 1): string => stateWord(series, state);
const rangeSpan = ({ from, to }: Range): number => Math.max(1, Math.round((to - from) / 1000)) * 1000;
