import { css, html, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type uPlot from 'uplot';
import library from 'uplot/dist/uPlot.min.css?inline';
import { locale } from '../../shared/i18n/locale';
import { AppElement } from '../../shared/ui/app-element';
import { shared } from '../../shared/ui/styles';
import { theme } from '../../shared/ui/theme';
import { timeMarks, valueMarks } from './axis-words';
import { limitsOf, type Drawing } from './drawing';
import { limitsAbove, paint, reserved, type Inks, type StateWord } from './painter';
import { PlotGestures } from './plot-gestures';
import type { Range } from './view';
import { t } from './words';

type Plot = typeof uPlot;

/** Narrower selections are a press. */
const LEAST = 6;
const NARROW = 520;

/**
 * The curves over a time. It says `range` for a time that a hand chose, `former` to go back, `cursor` for the time under the hand, and
 * `pin` for the one that it pressed on.
 */
@customElement('trend-plot')
export class TrendPlot extends AppElement {
  /** The library, fetched with the first plot. */
  static load: () => Promise<{ default: Plot }> = () => import('uplot');

  static override styles = [shared, unsafeCSS(library), css`
    :host { display: block; position: relative; min-height: 0; min-width: 0; overflow: hidden; }
    .place { position: absolute; inset: 0; outline-offset: -2px; }
    .uplot { font-family: inherit; }
    .u-over { cursor: crosshair; }
    .u-select { background: var(--focus); opacity: 0.25; }
    .u-hz .u-cursor-x, .u-vt .u-cursor-y { border-right: 1px solid var(--text-2); }
    .u-axis { cursor: default; }
  `];

  @property({ attribute: false }) drawing: Drawing | undefined;
  @property({ attribute: false }) range: Range = { from: 0, to: 1 };
  /** A second cursor, that stands. */
  @property({ type: Number }) pin: number | undefined;
  @property() zone = 'UTC';
  @property({ attribute: false }) word: StateWord = (_, state) => String(state);
  @query('.place') private place!: HTMLElement;
  #library: Plot | undefined;
  #plot: uPlot | undefined;
  #shape = '';
  #inks: Inks | undefined;
  #size: ResizeObserver | undefined;
  /** What the cursor says waits for the next picture: said at once, it would draw the plot again, which moves what is under it. */
  #picture: number | undefined;
  readonly #scheme = globalThis.matchMedia?.('(prefers-color-scheme: light)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme?.addEventListener('change', this.#anew);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme?.removeEventListener('change', this.#anew);
    cancelAnimationFrame(this.#picture ?? 0);
    this.#picture = undefined;
    this.#size?.disconnect();
    this.#size = undefined;
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /** How many columns can be told apart. */
  get columns(): number {
    return Math.max(100, Math.round((this.place?.clientWidth || this.clientWidth) - 64));
  }

  protected override render(): TemplateResult {
    // Read, so that another language or theme draws it anew.
    const look = `${locale.language}/${theme.chosen}`;
    return html`<div class="place" data-look=${look} tabindex="0" role="group" aria-label=${t('plot.label')} @keydown=${this.#keys}
      @dblclick=${() => this.dispatchEvent(new CustomEvent('former'))}></div>`;
  }

  protected override updated(_: PropertyValues): void {
    if (!this.#size) {
      this.#size = new ResizeObserver(this.#anew);
      this.#size.observe(this.place);
    }
    void this.#show();
  }

  async #show(): Promise<void> {
    this.#library ??= (await TrendPlot.load().catch(() => undefined))?.default;
    if (!this.#library || !this.isConnected) {
      return;
    }
    const shape = [this.drawing?.axes.join('|'), this.zone, this.place.dataset['look'], this.place.clientWidth, this.place.clientHeight];
    if (this.#plot && this.#shape === String(shape)) {
      // A hand that drags sees what it drags over; what came meanwhile is drawn when it lets go.
      if (this.#plot.select.width === 0) {
        this.#plot.setData(this.#data());
      }
      return;
    }
    this.#shape = String(shape);
    this.#plot?.destroy();
    this.#inks = this.#look();
    this.#plot = new this.#library(this.#options(this.#inks), this.#data(), this.place);
    new PlotGestures(this.#plot.over, { range: () => this.range, move: (range) => this.#say(range), press: this.#press });
  }

  readonly #anew = (): void => {
    this.#shape = '';
    this.requestUpdate();
  };

  /** Two points an axis: the library draws axes and cursor, the painter all else. */
  #data(): uPlot.AlignedData {
    const axes = this.drawing?.axes.length || 1;
    return [[this.range.from, this.range.to], ...Array.from({ length: axes }, () => [0, 1])] as uPlot.AlignedData;
  }

  #options(inks: Inks): uPlot.Options {
    const { axes = [] } = this.drawing ?? {};
    const font = `${inks.size}px ${inks.font}`;
    const narrow = this.place.clientWidth < NARROW;
    const above = (axis: number): uPlot.Axis.Filter => (_, splits) =>
      splits.map((value) => value >= this.#lowest(axis) ? value : null);
    const grid = { stroke: inks.line, width: 1 };
    const scales: uPlot.Scales = { x: { time: true, range: () => [this.range.from, this.range.to] } };
    const names = axes.length > 0 ? axes.map((_, axis) => `y${axis}`) : ['y0'];
    names.forEach((name, axis) => {
      scales[name] = { range: (plot) => this.#limits(plot, axis) };
    });
    return {
      width: this.place.clientWidth, height: this.place.clientHeight, ms: 1, scales,
      padding: [inks.size, axes.length > 1 ? 0 : inks.size * 2.5, 0, 0],
      tzDate: (time) => this.#library!.tzDate(new Date(time), this.zone),
      legend: { show: false },
      series: [{}, ...names.map((scale) => ({ scale, paths: () => null, points: { show: false } }))],
      axes: [
        {
          stroke: inks.text, font, grid, ticks: grid, size: inks.size * 3.8, space: inks.size * 6,
          values: (_, splits) => timeMarks(splits, (splits[1] ?? 0) - (splits[0] ?? 0), this.zone),
        },
        ...axes.map((unit, axis): uPlot.Axis => ({
          // A phone has room for two; the curves of the third stand on their own scale all the same.
          scale: `y${axis}`, side: axis === 1 ? 1 : 3, show: !narrow || axis < 2,
          stroke: inks.text, font, labelFont: `600 ${font}`, label: unit || t('plot.noUnit'),
          labelSize: inks.size * (narrow ? 1.4 : 1.8), size: (_, marks) => widthOf(marks, inks.size), space: inks.size * 2.5,
          grid: { ...grid, show: axis === 0, filter: above(axis) }, ticks: { ...grid, filter: above(axis) }, filter: above(axis),
          values: (_, splits) => {
            const marks = valueMarks(splits.map((value) => value ?? 0), gap(splits));
            return splits.map((value, index) => value === null ? null : marks[index] ?? null);
          },
        })),
      ],
      cursor: {
        y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: LEAST },
        bind: { dblclick: () => null },
      },
      hooks: {
        draw: [(plot) => this.#paint(plot)],
        setCursor: [(plot) => this.#cursor(plot)],
        setSelect: [(plot) => this.#select(plot)],
      },
    };
  }

  #lowest(axis: number): number {
    const limits = this.drawing && limitsOf(this.drawing.curves, axis, this.drawing.edges, this.range.from, this.range.to);
    return limits ? limits[0] - Math.max((limits[1] - limits[0]) * 0.06, Math.abs(limits[0]) * 1e-9) : -Infinity;
  }

  #limits(plot: uPlot, axis: number): [number, number] {
    const { drawing } = this;
    const limits = drawing && limitsOf(drawing.curves, axis, drawing.edges, this.range.from, this.range.to);
    const height = (plot.bbox?.height || this.place.clientHeight * devicePixelRatio) / devicePixelRatio;
    return limitsAbove(limits ?? [0, 1], height, drawing ? reserved(drawing, this.#inks?.size ?? 12) : 0);
  }

  #paint(plot: uPlot): void {
    if (this.drawing && this.#inks) {
      const { left, top, width, height } = plot.bbox;
      paint({
        ctx: plot.ctx, left, top, width, height, ratio: devicePixelRatio,
        x: (time) => plot.valToPos(time, 'x', true), y: (value, axis) => plot.valToPos(value, `y${axis}`, true),
      }, this.drawing, this.#inks, this.range, this.word, this.pin);
    }
  }

  #cursor(plot: uPlot): void {
    this.#picture ??= requestAnimationFrame(() => {
      this.#picture = undefined;
      const { left = -1 } = plot.cursor;
      this.dispatchEvent(new CustomEvent<number | undefined>('cursor', { detail: left >= 0 ? plot.posToVal(left, 'x') : undefined }));
    });
  }

  /** Where it stands already a press takes it away: a double click is two, and leaves it as it was. */
  readonly #press = (part: number): void => {
    const { from, to } = this.range;
    const time = from + (to - from) * part;
    const near = (to - from) * 8 / Math.max(1, this.place.clientWidth);
    const detail = this.pin !== undefined && Math.abs(this.pin - time) < near ? undefined : time;
    this.dispatchEvent(new CustomEvent<number | undefined>('pin', { detail }));
  };

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width >= LEAST) {
      this.#say({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
    }
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.requestUpdate();
  }

  #say(range: Range): void {
    this.dispatchEvent(new CustomEvent<Range>('range', { detail: range }));
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const { from, to } = this.range;
    const move = (part: number): Range => ({ from: from + (to - from) * part, to: to + (to - from) * part });
    const zoom = (factor: number): Range => {
      const middle = (from + to) / 2;
      return { from: middle - (to - from) * factor / 2, to: middle + (to - from) * factor / 2 };
    };
    const keys: Readonly<Record<string, () => Range>> = {
      ArrowLeft: () => move(-0.1), ArrowRight: () => move(0.1), '+': () => zoom(0.5), '-': () => zoom(2),
    };
    const found = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (found) {
      event.preventDefault();
      this.#say(found());
    } else if (event.key === 'Escape') {
      this.dispatchEvent(new CustomEvent('former'));
    }
  };

  #look(): Inks {
    const style = getComputedStyle(this);
    const ink = (name: string): string => style.getPropertyValue(name).trim();
    return {
      tags: Array.from({ length: 8 }, (_, place) => ink(`--tag-${place + 1}`)), text: ink('--text-2'), surface: ink('--bg'),
      line: ink('--raised'), stale: ink('--warn'), bad: ink('--alarm'), unknown: ink('--surround'),
      font: style.fontFamily, size: Number.parseFloat(style.getPropertyValue('--fs-1')) || 12,
    };
  }
}

/** How much room the values of an axis need, so that its unit stands beside them. */
const widthOf = (marks: readonly (string | null)[] | null, size: number): number =>
  size * (1.8 + 0.62 * Math.max(3, ...(marks ?? []).map((mark) => mark?.length ?? 0)));

const gap = (splits: readonly (number | null)[]): number => {
  const [first, second] = splits.filter((one) => one !== null);
  return first !== undefined && second !== undefined ? second - first : 1;
};
