import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TrendSeries, TrendView } from '../../shared/contract/generated/contract';
import { formatDate, formatNumber, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon, stateShape } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { columnAt, isDigital, newestOf, sharesOf, type Drawing } from './drawing';
import { decimalsOf, differenceOf, lengthWords, liveReading, readingOf, type Reading } from './reading';
import { t } from './words';

const shapes = { good: 'ok', stale: 'warn', bad: 'down', nothing: 'unknown', partStale: 'warn', partBad: 'warn' } as const;

/** Each tag with its mark, and what it says at the cursor, else what it said last. It says `remove` with a tag. */
@customElement('trend-legend')
export class TrendLegend extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-width: 0; overflow: auto; font-variant-numeric: tabular-nums; }
    .when { color: var(--text-2); padding: 4px 0 8px; min-height: 2.6em; }
    .when strong { color: var(--text); }
    .pin { display: flex; align-items: center; gap: 6px; }
    li {
      display: grid;
      grid-template: "mark name value close" auto "mark range range close" auto "mark note note close" auto / auto minmax(0, 1fr) auto auto;
      gap: 0 8px; padding: 6px 0; border-top: 1px solid var(--raised); align-items: baseline;
    }
    .mark {
      grid-area: mark; width: calc(20px * var(--sign)); height: calc(20px * var(--sign)); border-radius: 3px; text-align: center;
      font-size: var(--fs-1); font-weight: 600; line-height: calc(20px * var(--sign)); color: var(--bg); align-self: start;
    }
    .name { grid-area: name; overflow-wrap: anywhere; }
    .name code { font: inherit; font-size: var(--fs-1); color: var(--text-2); }
    .value { grid-area: value; text-align: end; white-space: nowrap; font-weight: 600; }
    .value .unit, .value .none { font-weight: 400; color: var(--text-2); }
    .value[data-old] { color: var(--text-2); }
    .range { grid-area: range; text-align: end; white-space: nowrap; font-size: var(--fs-1); color: var(--text-2); }
    .note { grid-area: note; font-size: var(--fs-1); color: var(--text-2); display: flex; flex-wrap: wrap; gap: 0 10px; }
    .note span { display: inline-flex; align-items: center; gap: 4px; }
    .close {
      grid-area: close; width: calc(28px * var(--sign)); height: calc(28px * var(--sign)); display: grid; place-items: center;
      color: var(--text-2); align-self: start;
    }
    .close:hover { color: var(--text); background: var(--raised); border-radius: var(--radius); }
    @media (max-width: 720px) { .close { width: 40px; height: 40px; } }
  `];

  @property({ attribute: false }) view: TrendView | undefined;
  @property({ attribute: false }) drawing: Drawing | undefined;
  @property({ attribute: false }) tags: readonly string[] = [];
  /** The time under the cursor; undefined: the newest of each. */
  @property({ type: Number }) cursor: number | undefined;
  /** The time of the second cursor. */
  @property({ type: Number }) pin: number | undefined;
  /** Whether it is of now, and what is now may be said. */
  @property({ type: Boolean }) live = false;
  /** Whether the newest that is here may not be the newest of the station. */
  @property({ type: Boolean }) stale = false;
  protected override tick = 1000;

  protected override render(): TemplateResult {
    const column = this.drawing && this.cursor !== undefined ? columnAt(this.drawing.edges, this.cursor) : undefined;
    return html`<div class="when" aria-live="off"><p>${this.#when(column)}</p>${this.#pinned(column)}</div>
      <ul aria-label=${t('legend')}>${this.tags.map((tag, place) => this.#row(tag, place, column))}</ul>`;
  }

  #when(column: number | undefined): TemplateResult | string {
    const edges = this.drawing?.edges;
    if (!edges || column === undefined) {
      return this.live ? t('legend.now') : t('legend.newest');
    }
    const zone = watched.zone.value;
    const begin = edges[column] ?? 0;
    return html`<strong>${formatDate(begin, zone)} ${formatTime(begin, zone)}</strong>
      ${t('legend.column', { length: lengthWords((edges[column + 1] ?? 0) - begin) })} · ${formatZone(zone, begin)}`;
  }

  /** How far it is from the second cursor. */
  #pinned(column: number | undefined): TemplateResult | typeof nothing {
    const { pin, drawing } = this;
    if (pin === undefined) {
      return nothing;
    }
    const at = column === undefined ? drawing?.known : drawing?.edges[column];
    const apart = at === undefined ? undefined : at - pin;
    return html`<p class="pin">${t('legend.pin', { time: formatTime(pin, watched.zone.value) })}${apart === undefined ? nothing
      : html`: <strong>Δ ${apart < 0 ? '−' : '+'}${lengthWords(Math.round(Math.abs(apart)))}</strong>`}
      <button class="close" title=${t('legend.unpin')} aria-label=${t('legend.unpin')}
        @click=${() => this.dispatchEvent(new CustomEvent('unpin'))}>${closeIcon()}</button></p>`;
  }

  #row(tag: string, place: number, column: number | undefined): TemplateResult {
    const series = this.view?.series.find((one) => one.tag === tag);
    const description = plain(series?.description ?? watched.data.value?.points.value.get(tag)?.description ?? '');
    const remove = t('tags.remove', { name: description || tag });
    const reading = series && this.#reading(series, column);
    return html`<li data-testid="trend-tag" data-tag=${tag}>
      <span class="mark" style="background:var(--tag-${place + 1})">${place + 1}</span>
      <span class="name">${description || tag}${description ? html` <code>${tag}</code>` : nothing}</span>
      ${reading && series ? this.#value(series, reading, column)
        : html`<span class="value"><span class="none">–</span></span>`}
      <span class="note">${reading && series ? this.#notes(series, reading, place) : this.view?.unknown.includes(tag)
        ? html`<span>${stateShape('unknown')}${t('legend.unknown')}</span>` : nothing}</span>
      <button class="close" title=${remove} aria-label=${remove} @click=${() =>
        this.dispatchEvent(new CustomEvent<string>('remove', { detail: tag }))}>${closeIcon()}</button></li>`;
  }

  /** At the cursor; else what is now, or where that is not to be had the newest, which is old then. */
  #reading(series: TrendSeries, column: number | undefined): Reading {
    const data = watched.data.value;
    const decimals = decimalsOf(series, data?.elements.get(series.tag)?.number?.decimals);
    if (column !== undefined) {
      return readingOf(series, column, decimals);
    }
    if (this.live && data?.tags.has(series.tag)) {
      return liveReading(series, data.tags.get(series.tag), decimals);
    }
    const newest = newestOf(series);
    const read: Reading = newest === undefined ? { value: undefined, range: undefined, quality: 'nothing' }
      : readingOf(series, newest, decimals, true);
    return this.stale && read.quality === 'good' ? { ...read, quality: 'stale' } : read;
  }

  #value(series: TrendSeries, { value, range }: Reading, column: number | undefined): TemplateResult {
    const newest = column === undefined;
    const other = this.pin === undefined ? undefined : columnAt(this.drawing?.edges ?? [], this.pin);
    const decimals = decimalsOf(series, watched.data.value?.elements.get(series.tag)?.number?.decimals);
    const apart = differenceOf(series, column ?? newestOf(series), other, decimals);
    return html`<span class="value" ?data-old=${newest && this.stale}>${value ?? html`<span class="none">–</span>`}${
      value !== undefined && series.unit && !isDigital(series) ? html` <span class="unit">${plain(series.unit)}</span>` : nothing}</span>
      <span class="range">${[apart, range].filter(Boolean).join(' · ')}</span>`;
  }

  /** Never the colour alone: a shape and a word. */
  #notes(series: TrendSeries, { quality }: Reading, place: number): TemplateResult {
    const { stale, bad } = sharesOf(series, this.drawing?.edges ?? []);
    const curve = this.drawing?.curves.find((one) => one.place === place);
    const share = (part: number): string => part < 0.001 ? `< ${formatNumber(0.1, 1)}` : formatNumber(part * 100, part < 0.1 ? 1 : 0);
    return html`<span>${stateShape(shapes[quality])}${t(`legend.${quality}`)}</span>
      ${stale > 0 ? html`<span>${t('legend.shares.stale', { n: share(stale) })}</span>` : nothing}
      ${bad > 0 ? html`<span>${t('legend.shares.bad', { n: share(bad) })}</span>` : nothing}
      ${curve && curve.axis === undefined ? html`<span>${stateShape('warn')}${t('legend.noAxis')}</span>` : nothing}
      ${series.kind === undefined ? html`<span>${t('legend.former')}</span>` : nothing}
      ${(series.withoutTime ?? 0) > 0 ? html`<span>${t('legend.withoutTime', { n: series.withoutTime ?? 0 })}</span>` : nothing}`;
  }
}
