import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ScreenSummary, SiteSummary } from '../../shared/contract/generated/contract';
import { formatClock } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { pathTo, rootScreens } from '../../shared/site/screens';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { backIcon } from '../../shared/ui/icons';
import { openPage } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import type { Chosen } from './diagram-view';
import { DrawingState } from './drawing-state';
import { t } from './words';
import '../../shared/ui/empty-state';
import './diagram-view';
import './hand-list';
import './side-panel';

/** A screen of the station that is watched: the root first. */
@customElement('diagram-page')
export class DiagramPage extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; grid-template-rows: var(--bar) minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; }
    nav { display: flex; align-items: center; gap: 8px; padding: 0 16px; white-space: nowrap; overflow: hidden; }
    h1 { font-size: var(--fs-2); font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
    nav button { display: flex; align-items: center; gap: 4px; color: var(--text-2); min-height: 32px; }
    nav button:hover { color: var(--text); }
    .hands {
      margin-left: auto; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); color: var(--text); flex: none;
    }
    .hands + .stale { margin-left: 0; }
    .stale {
      margin-left: auto; padding: 2px 12px; border-radius: var(--radius); font-weight: 600; background: var(--banner);
      color: var(--banner-text);
    }
    @media (max-width: 720px) { .up { display: none; } nav { padding: 0 12px; } nav button { min-width: 44px; min-height: 40px; } }
    .area { position: relative; min-height: 0; min-width: 0; display: grid; }
    .skeleton { padding: 8% 10%; display: grid; grid-template-rows: 4px 1fr 4px 1fr; gap: 24px; background: var(--surround); }
    .bays { display: grid; grid-template-columns: repeat(8, 1fr); gap: 6%; }
    .bays .bone { width: 4px; justify-self: center; }
  `];

  /** The screen of the address. */
  @property() screen: string | undefined;
  @state() private chosen: (Chosen & { on: string; side: string; edge: string }) | undefined;
  /** Whether the list of what is set by hand lies where the panel does. */
  @state() private hands = false;
  readonly #drawing = new DrawingState();

  get #stale(): boolean {
    return watched.trouble.value?.stale ?? !watched.data.value?.fresh.value;
  }

  /** The screen of the address, else the root. */
  get #shown(): ScreenSummary | undefined {
    const summary = watched.summary.value;
    return summary?.screens.find((screen) => screen.name === this.screen) ?? rootScreens(summary)[0];
  }

  protected override willUpdate(): void {
    const screen = this.#shown;
    const site = watched.data.value?.site;
    if (screen && site) {
      this.#drawing.want(site, screen);
      if (this.chosen?.on !== `${site}/${screen.name}`) {
        this.chosen = undefined;
      }
    }
  }

  protected override render(): TemplateResult {
    const screen = this.#shown;
    const summary = watched.summary.value;
    if (summary && summary.screens.length === 0) {
      return html`<nav><h1>${summary.name}</h1></nav>
        <empty-state heading=${t('diagram.none.title')} text=${t('diagram.none.text', { site: summary.name })}></empty-state>`;
    }
    if (summary && this.screen !== undefined && screen?.name !== this.screen) {
      return this.#missing(this.screen, summary);
    }
    const path = screen ? pathTo(summary, screen.name) : [];
    const parent = path.at(-2);
    return html`
      <nav aria-label=${t('diagram.path')}>
        ${parent ? html`<button aria-label=${t('diagram.parent', { name: parent.description })} @click=${() => this.#open(parent.name)}>
          ${backIcon()}<span class="up">${parent.description}</span></button><span class="muted up" aria-hidden="true">/</span>` : nothing}
        <h1>${screen?.description ?? ''}</h1>
        ${this.#handsKey()}
        ${this.#stale && !watched.starting.value ? html`<span class="stale">${t('diagram.stale')}</span>` : nothing}
      </nav>
      <div class="area" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#choose(undefined)}>${
        this.#area(screen)}</div>`;
  }

  #area(screen: ScreenSummary | undefined): TemplateResult {
    const failed = this.#drawing.failed.value;
    if (failed && screen) {
      return this.#failure(failed, screen.description || screen.name);
    }
    const site = watched.data.value?.site;
    const drawing = screen && this.#drawing.of(site, screen.name);
    if (!drawing || watched.starting.value) {
      return html`<div class="skeleton" role="status" aria-label=${t('diagram.loading')}>
        <div class="bone"></div><div class="bays">${bays}</div><div class="bone"></div><div class="bays">${bays}</div></div>`;
    }
    const stale = this.#stale;
    return html`
      <diagram-view data-testid="diagram" .source=${drawing.source} .screen=${drawing.screen} .stale=${stale}
        .label=${t('diagram.label', { name: screen.description || screen.name })}
        @open-screen=${(event: CustomEvent<string>) => this.#open(event.detail)}
        @choose-element=${(event: CustomEvent<Chosen | undefined>) => this.#choose(event.detail)}
        @bad-drawing=${() => this.#drawing.fail('drawing')}></diagram-view>
      ${this.chosen ? html`<side-panel tag=${this.chosen.tag} side=${this.chosen.side} edge=${this.chosen.edge} ?stale=${stale}
        data-testid="side-panel" @close=${() => this.#choose(undefined)}></side-panel>`
        : this.hands ? html`<hand-list side="right" edge="bottom" data-testid="hand-list" @close=${() => this.#list(false)}
          @choose=${(event: CustomEvent<string>) => this.#chooseLine(event.detail)}></hand-list>` : nothing}`;
  }

  /** How much is set by hand, where something is. */
  #handsKey(): TemplateResult | typeof nothing {
    const hands = [...watched.data.value?.byHand.value.values() ?? []].flat().length;
    return hands === 0 && !this.hands ? nothing : html`<button class="hands" data-testid="hands" aria-expanded=${this.hands}
      @click=${() => this.#list(!this.hands)}>${t('hand.count', { n: hands })}</button>`;
  }

  #list(shown: boolean): void {
    this.hands = shown;
    this.chosen = undefined;
  }

  /** The element of a line: its panel lies where the list was. */
  #chooseLine(tag: string): void {
    this.hands = false;
    this.chosen = { tag, x: 0, y: 0, on: `${watched.data.peek()?.site}/${this.#shown?.name}`, side: 'right', edge: 'bottom' };
  }

  // The address names a diagram that the station does not have: showing another one without a word would mislead.
  #missing(name: string, summary: SiteSummary): TemplateResult {
    return html`
      <nav aria-label=${t('diagram.path')}>${summary.screens.map((one) => html`<button @click=${() => this.#open(one.name)}>${
        one.description || one.name}</button>`)}</nav>
      <empty-state heading=${t('diagram.missing.title', { site: summary.name, screen: plain(name.slice(0, 80)) })}
        text=${`${t('diagram.missing.text')} ${summary.screens.map((one) => one.name).join(', ')}.`}></empty-state>`;
  }

  #failure(failed: { code: string; since: number }, screen: string): TemplateResult {
    const text = failed.code === 'unknownScreen' ? t('diagram.error.unknown')
      : failed.code === 'drawing' ? t('diagram.error.drawing')
        : t('diagram.error.text', { time: formatClock(failed.since, watched.zone.value), trying: common('error.trying') });
    return html`<empty-state kind=${failed.code === 'unknownScreen' ? 'empty' : 'error'}
      heading=${t('diagram.error.title', { screen })} text=${text}></empty-state>`;
  }

  #open(screen: string): void {
    this.chosen = undefined;
    openPage(this, { page: 'diagram', site: watched.data.peek()?.site, query: { screen } });
  }

  #choose(chosen: Chosen | undefined): void {
    this.hands = false;
    const box = this.renderRoot.querySelector('.area')?.getBoundingClientRect();
    this.chosen = chosen && box && {
      ...chosen,
      on: `${watched.data.peek()?.site}/${this.#shown?.name}`,
      side: chosen.x - box.x > box.width / 2 ? 'left' : 'right',
      edge: chosen.y - box.y > box.height / 2 ? 'top' : 'bottom',
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drawing.stop();
  }
}

const bays = Array.from({ length: 8 }, () => html`<div class="bone"></div>`);
