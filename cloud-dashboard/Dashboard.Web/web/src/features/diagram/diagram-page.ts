import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { formatClock } from '../../shared/format/format';
import { t } from '../../shared/i18n/locale';
import { router } from '../../app/router';
import { pathTo, rootScreens } from '../../shared/site/screens';
import { store } from '../../shared/site/the-store';
import type { Screen } from '../../shared/contract/types';
import type { Chosen } from './diagram-view';
import { AppElement } from '../../shared/ui/app-element';
import { backIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import './diagram-view';
import './side-panel';

interface Drawing {
  key: string;
  screen: string;
  source: string;
}

/** A screen of the station that is watched: the root first. */
@customElement('diagram-page')
export class DiagramPage extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; grid-template-rows: 40px minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; }
    nav { display: flex; align-items: center; gap: 8px; padding: 0 16px; white-space: nowrap; overflow: hidden; }
    h1 { font-size: var(--fs-2); font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
    nav button { display: flex; align-items: center; gap: 4px; color: var(--text-2); min-height: 32px; }
    nav button:hover { color: var(--text); }
    .stale { margin-left: auto; padding: 2px 12px; border-radius: var(--radius); font-weight: 600; background: var(--banner); color: var(--banner-text); }
    @media (max-width: 720px) { .up { display: none; } nav { padding: 0 12px; } nav button { min-width: 44px; min-height: 40px; } }
    .area { position: relative; min-height: 0; min-width: 0; display: grid; }
    .skeleton { padding: 8% 10%; display: grid; grid-template-rows: 4px 1fr 4px 1fr; gap: 24px; background: var(--surround); }
    .bays { display: grid; grid-template-columns: repeat(8, 1fr); gap: 6%; }
    .bays .bone { width: 4px; justify-self: center; }
  `];

  protected override topics = ['sites', 'site', 'catalog', 'link', 'snapshot', 'status'] as const;
  @state() private drawing: Drawing | undefined;
  @state() private failed: { screen: string; code: string; since: number } | undefined;
  @state() private chosen: (Chosen & { side: string; edge: string }) | undefined;
  #fetching = '';

  get #stale(): boolean {
    return store.trouble?.stale ?? !store.data?.fresh;
  }

  /** The screen of the address, else the root. */
  get #screen(): Screen | undefined {
    const screens = store.summary?.screens ?? [];
    return screens.find((screen) => screen.name === router.route.screen) ?? rootScreens(store.summary)[0];
  }

  protected override willUpdate(): void {
    const screen = this.#screen;
    const site = store.data?.site;
    if (!screen || !site) {
      return;
    }
    const key = `${site}/${screen.name}/${screen.etag ?? ''}`;
    if (this.#fetching !== key) {
      this.#fetching = key;
      this.failed = undefined;
      if (this.drawing && !this.drawing.key.startsWith(`${site}/${screen.name}/`)) {
        this.chosen = undefined;
      }
      void this.#fetch(key, site, screen.name);
    }
  }

  protected override render(): TemplateResult {
    const screen = this.#screen;
    const summary = store.summary;
    if (summary && summary.screens.length === 0) {
      return html`<nav><h1>${summary.name}</h1></nav>
        <empty-state heading=${t('diagram.none.title')} text=${t('diagram.none.text', { site: summary.name })}></empty-state>`;
    }
    const path = screen ? pathTo(summary, screen.name) : [];
    const parent = path.at(-2);
    return html`
      <nav aria-label=${t('rail.map')}>
        ${parent ? html`<button aria-label=${t('diagram.parent', { name: parent.description })} @click=${() => this.#open(parent.name)}>
          ${backIcon()}<span class="up">${parent.description}</span></button><span class="muted up" aria-hidden="true">/</span>` : nothing}
        <h1>${screen?.description ?? ''}</h1>
        ${this.#stale && !store.starting ? html`<span class="stale">${t('diagram.stale')}</span>` : nothing}
      </nav>
      <div class="area" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#choose(undefined)}>${this.#area(screen)}</div>`;
  }

  #area(screen: Screen | undefined): TemplateResult {
    if (this.failed && screen) {
      const text = this.failed.code === 'unknownScreen' ? t('diagram.error.unknown')
        : this.failed.code === 'drawing' ? t('diagram.error.drawing')
          : t('diagram.error.text', { time: formatClock(this.failed.since, store.summary?.timeZone ?? 'UTC'), trying: t('error.trying') });
      return html`<empty-state kind=${this.failed.code === 'unknownScreen' ? 'empty' : 'error'} heading=${t('diagram.error.title', { screen: screen.description || screen.name })} text=${text}></empty-state>`;
    }
    const drawing = this.drawing;
    const right = drawing && screen && drawing.key.startsWith(`${store.data?.site}/${screen.name}/`);
    if (!drawing || !right || store.starting) {
      return html`<div class="skeleton" role="status" aria-label=${t('diagram.loading')}>
        <div class="bone"></div><div class="bays">${bays}</div><div class="bone"></div><div class="bays">${bays}</div></div>`;
    }
    const stale = this.#stale;
    return html`
      <diagram-view data-testid="diagram" .source=${drawing.source} .screen=${drawing.screen} .stale=${stale}
        .label=${t('diagram.label', { name: screen.description || screen.name })}
        @open-screen=${(event: CustomEvent<string>) => this.#open(event.detail)}
        @choose-element=${(event: CustomEvent<Chosen | undefined>) => this.#choose(event.detail)}
        @bad-drawing=${() => this.#fail('drawing')}></diagram-view>
      ${this.chosen ? html`<side-panel tag=${this.chosen.tag} side=${this.chosen.side} edge=${this.chosen.edge} ?stale=${stale}
        data-testid="side-panel" @close=${() => this.#choose(undefined)}></side-panel>` : nothing}`;
  }

  #open(screen: string): void {
    this.chosen = undefined;
    router.go({ page: 'diagram', site: store.data?.site, screen });
  }

  #choose(chosen: Chosen | undefined): void {
    const box = this.renderRoot.querySelector('.area')?.getBoundingClientRect();
    this.chosen = chosen && box && {
      ...chosen,
      side: chosen.x - box.x > box.width / 2 ? 'left' : 'right',
      edge: chosen.y - box.y > box.height / 2 ? 'top' : 'bottom',
    };
  }

  #fail(code: string): void {
    this.failed = { screen: this.#screen?.name ?? '', code, since: this.failed?.since ?? Date.now() };
  }

  async #fetch(key: string, site: string, screen: string): Promise<void> {
    const backoff = new Backoff();
    while (this.#fetching === key && this.isConnected) {
      try {
        const source = await api.drawing(site, screen);
        if (this.#fetching === key) {
          this.failed = undefined;
          this.drawing = { key, screen, source };
        }
        return;
      } catch (error) {
        if (this.#fetching !== key) {
          return;
        }
        // The drawing that shows stays; only where there is none does the failure take its place.
        if (!this.drawing?.key.startsWith(`${site}/${screen}/`)) {
          this.#fail(error instanceof ApiError ? error.code : 'page');
        }
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#fetching = '';
  }
}

const bays = Array.from({ length: 8 }, () => html`<div class="bone"></div>`);
