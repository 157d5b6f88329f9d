import { effect, untracked } from '@preact/signals-core';
import { adoptStyles, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { inStep } from '../../shared/alarms/priority-mark';
import { siteAlarms } from '../../shared/alarms/site-alarms';
import { locale } from '../../shared/i18n/locale';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { minusIcon, plusIcon, fitIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { diagramStyles } from './diagram-styles';
import { drawingStyles } from './drawing-styles';
import { Gestures } from './gestures';
import { LiveDrawing } from './live-drawing';
import { dayAndNight, knowsNight, NIGHT, takesNight, toHalo, toNight } from './night';
import { ownTag } from './own-tag';
import { isLight, pageColour, pageSize, sanitise, viewBoxOf } from './sanitise';
import { stationCalls } from './station-calls';
import { FIT, fitted, opening, panned, zoomed, type Size, type View } from './viewport';
import { t } from './words';

/** An element was chosen: where the tap was tells the panel which side to keep clear. */
export interface Chosen {
  tag: string;
  x: number;
  y: number;
}

/**
 * A drawing, live. It lies in a tree of its own, so that its styles and ids stay with it: what marks it as old or bad lies outside, where
 * no style of a drawing reaches.
 * `open-screen` and `choose-element` tell what was tapped; `bad-drawing` that there was nothing to draw.
 */
@customElement('diagram-view')
export class DiagramView extends AppElement {
  static override styles = [shared, diagramStyles];

  @property({ attribute: false }) source = '';
  @property({ attribute: 'data-screen', reflect: true }) screen = '';
  @property({ attribute: 'data-stale', reflect: true, converter: { toAttribute: String } }) stale = true;
  @property() label = '';

  #live: LiveDrawing | undefined;
  #drawing: Size = { width: 1, height: 1 };
  #window: Size = { width: 0, height: 0 };
  #view: View = FIT;
  /** Whether the reader has chosen what shows: until then the view follows the window. */
  #touched = false;
  #gestures: Gestures | undefined;
  #deaf: (() => void)[] = [];
  readonly #resize = new ResizeObserver(() => this.#measure());

  protected override render(): TemplateResult {
    return html`
      <div class="window" role="application" aria-label=${this.label} @keydown=${this.#keys}>
        <div class="sheet" @animationstart=${inStep}><div class="drawing"></div></div></div>
      <div class="hatch" aria-hidden="true"></div>
      <div class="zoom">
        <button aria-label=${t('diagram.zoomIn')} title=${t('diagram.zoomIn')} @click=${() => this.#zoom(1.4)}>${plusIcon()}</button>
        <button aria-label=${t('diagram.zoomOut')} title=${t('diagram.zoomOut')} @click=${() => this.#zoom(1 / 1.4)}>${minusIcon()}</button>
        <button aria-label=${t('diagram.fit')} title=${t('diagram.fit')} @click=${() => this.#overview()}>${fitIcon()}</button>
      </div>`;
  }

  protected override firstUpdated(): void {
    const pane = this.renderRoot.querySelector<HTMLElement>('.window');
    if (pane) {
      this.#gestures = new Gestures(pane, {
        zoom: (factor, x, y) => this.#move(zoomed(this.#view, factor, x, y, this.#drawing, this.#window)),
        pan: (dx, dy) => this.#move(panned(this.#view, dx, dy, this.#drawing, this.#window)),
        tap: (event) => this.#tapped(origin(event), event.clientX, event.clientY),
      });
      pane.addEventListener('pointerover', (event) => {
        pane.title = this.#live?.hint(origin(event)) ?? '';
      });
      pane.addEventListener('focusin', (event) => this.#focused(pane, origin(event)));
      this.#resize.observe(pane);
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#deaf = [
      watched.changes.listen((tags) => this.#live?.show(tags)),
      watched.snapshots.listen(() => this.#live?.showAll()),
      effect(() => this.#call(siteAlarms.calling.value)),
      effect(() => this.#station()),
      effect(() => this.#describe(watched.data.value?.described.value, locale.language)),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#deaf.forEach((deaf) => deaf());
    this.#resize.disconnect();
    this.#gestures?.stop();
    this.#live?.stop();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('source')) {
      untracked(() => this.#draw());
    }
  }

  #draw(): void {
    this.#live?.stop();
    this.#live = undefined;
    const sheet = this.renderRoot.querySelector<HTMLElement>('.sheet');
    const frame = this.renderRoot.querySelector<HTMLElement>('.drawing');
    const svg = sanitise(this.source);
    if (!sheet || !frame || !svg) {
      this.dispatchEvent(new CustomEvent('bad-drawing'));
      return;
    }
    const root = frame.shadowRoot ?? frame.attachShadow({ mode: 'open' });
    root.replaceChildren(svg);
    adoptStyles(root, [drawingStyles]);
    if (!svg.hasAttribute('viewBox')) {
      svg.setAttribute('viewBox', viewBoxOf(svg.getBBox()));
    }
    this.#drawing = pageSize(svg);
    const page = pageColour(svg) ?? '#ffffff';
    const night = knowsNight() && takesNight(svg, page);
    if (night) {
      toNight(svg);
    }
    this.style.setProperty('--page', page);
    this.style.setProperty('--night-page', night ? NIGHT : page);
    this.toggleAttribute('data-night', night);
    this.toggleAttribute('data-light', isLight(page) && !night);
    this.#touched = false;
    this.#measure();
    this.#live = new LiveDrawing(svg, this.screen, sheet, night ? dayAndNight : undefined);
    if (night) {
      toHalo(svg);
    }
    this.#live.describe();
    this.#live.call(siteAlarms.calling.peek());
    this.#station();
    this.#live.showAll();
    this.#stop();
  }

  #call(calling: ReadonlySet<string>): void {
    untracked(() => this.#live?.call(calling));
  }

  /** What calls at the stations of the map. */
  #station(): void {
    const calls = stationCalls(this.screen, this.#live?.opened ?? new Set());
    untracked(() => this.#live?.station(calls));
  }

  /** Again when what a part is called changes: the catalogue, the language. */
  #describe(..._read: unknown[]): void {
    untracked(() => {
      this.#live?.describe();
      this.#station();
      this.#live?.showAll();
      this.#stop();
    });
  }

  /** The drawing is one stop of the Tab key: the part that was reached last, or the pane while it has no parts. */
  #stop(): void {
    this.renderRoot.querySelector('.window')?.setAttribute('tabindex', this.#live?.stops.any ? '-1' : '0');
  }

  /** What the focus reaches is brought into view, by the view and not by the browser, which would shift the pane. */
  #focused(pane: HTMLElement, target: Element): void {
    pane.scrollTo(0, 0);
    if (!ownTag(target)) {
      return;
    }
    this.#live?.stops.reached(target as SVGElement);
    const frame = pane.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    const x = shift(box.left - frame.left, box.right - frame.right);
    const y = shift(box.top - frame.top, box.bottom - frame.bottom);
    if (x !== 0 || y !== 0) {
      this.#move(panned(this.#view, x, y, this.#drawing, this.#window));
    }
  }

  #measure(): void {
    const pane = this.renderRoot.querySelector<HTMLElement>('.window');
    const sheet = this.renderRoot.querySelector<HTMLElement>('.sheet');
    if (!pane || !sheet || pane.clientWidth === 0) {
      return;
    }
    this.#window = { width: pane.clientWidth, height: pane.clientHeight };
    const size = fitted(this.#drawing, this.#window);
    sheet.style.width = `${size.width}px`;
    sheet.style.height = `${size.height}px`;
    this.#live?.place();
    this.#show(this.#touched ? panned(this.#view, 0, 0, this.#drawing, this.#window) : opening(this.#drawing, this.#window));
  }

  /** The whole drawing; from there, what showed first. */
  #overview(): void {
    this.#move(this.#view.scale > 1 ? FIT : opening(this.#drawing, this.#window));
  }

  #move(view: View): void {
    this.#touched = true;
    this.#show(view);
  }

  #zoom(factor: number): void {
    this.#move(zoomed(this.#view, factor, 0, 0, this.#drawing, this.#window));
  }

  #show(view: View): void {
    this.#view = view;
    const sheet = this.renderRoot.querySelector<HTMLElement>('.sheet');
    if (sheet) {
      sheet.style.transform = view.scale === 1 ? '' : `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
      sheet.parentElement?.classList.toggle('zoomed', view.scale > 1);
    }
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const step = 60;
    const actions: Record<string, () => void> = {
      '+': () => this.#zoom(1.4),
      '=': () => this.#zoom(1.4),
      '-': () => this.#zoom(1 / 1.4),
      '0': () => this.#overview(),
      ArrowLeft: () => this.#move(panned(this.#view, step, 0, this.#drawing, this.#window)),
      ArrowRight: () => this.#move(panned(this.#view, -step, 0, this.#drawing, this.#window)),
      ArrowUp: () => this.#move(panned(this.#view, 0, step, this.#drawing, this.#window)),
      ArrowDown: () => this.#move(panned(this.#view, 0, -step, this.#drawing, this.#window)),
    };
    const target = origin(event);
    if ((event.key === 'Enter' || event.key === ' ') && ownTag(target)) {
      const box = target.getBoundingClientRect();
      event.preventDefault();
      this.#tapped(target, box.x + box.width / 2, box.y + box.height / 2);
    } else if (!event.shiftKey && ownTag(target) && /^(Arrow|Home|End)/.test(event.key)) {
      event.preventDefault();
      this.#live?.stops.next(target, event.key)?.focus({ preventScroll: true });
    } else if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]?.();
    }
  };

  #tapped(target: Element, x: number, y: number): void {
    const near = this.#live?.tagged(target) ? undefined : this.#live?.stops.near(x, y);
    const tagged = this.#live?.tagged(near ?? target);
    if (!tagged) {
      this.dispatchEvent(new CustomEvent('choose-element', { detail: undefined }));
    } else if (tagged.opens) {
      this.dispatchEvent(new CustomEvent<string>('open-screen', { detail: tagged.opens }));
    } else {
      this.dispatchEvent(new CustomEvent<Chosen>('choose-element', { detail: { tag: tagged.tag, x, y } }));
    }
  }
}

/** How far a part that reaches over an edge of the pane is to be moved; its beginning counts most. */
const shift = (before: number, behind: number): number => before < 0 ? 16 - before : behind > 0 ? -Math.min(behind + 16, before) : 0;

/** The part that an event is about: seen from here, all of a drawing is one. */
const origin = (event: Event): Element => event.composedPath()[0] as Element;
