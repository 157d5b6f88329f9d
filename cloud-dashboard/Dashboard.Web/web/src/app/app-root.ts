import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../shared/i18n/locale';
import { rememberedSite, router } from './router';
import { store } from '../shared/site/the-store';
import type { SiteSummary } from '../shared/contract/types';
import { AppElement } from '../shared/ui/app-element';
import { shared } from '../shared/ui/styles';
import '../features/diagram/diagram-page';
import '../features/events/events-page';
import '../features/session/login-page';
import '../shared/ui/empty-state';
import './app-rail';
import './app-strip';
import './profile-notice';
import './foot-line';

/** The frame of every page: rail, strip, page, foot line. It also decides which site is watched. */
@customElement('app-root')
export class AppRoot extends AppElement {
  static override styles = [shared, css`
    :host { display: block; height: 100%; background: var(--bg); color: var(--text); }
    .frame {
      height: 100dvh; display: grid; grid-template: "rail strip" var(--strip) "rail notice" auto "rail page" minmax(0, 1fr) "rail foot" var(--foot) / 184px minmax(0, 1fr);
    }
    app-rail { grid-area: rail; }
    app-strip { grid-area: strip; }
    profile-notice { grid-area: notice; }
    main { grid-area: page; min-height: 0; position: relative; display: grid; outline: none; }
    foot-line { grid-area: foot; }
    .skip { position: absolute; left: 8px; top: -60px; z-index: 20; background: var(--key); color: var(--key-text); padding: 8px 16px; }
    .skip:focus { top: 8px; }
    .boot { height: 100%; display: grid; place-items: center; color: var(--text-2); }
    @media (max-width: 720px) {
      .frame {
        grid-template: "strip" 56px "notice" auto "page" minmax(0, 1fr) "foot" 44px "rail" calc(56px + env(safe-area-inset-bottom)) / minmax(0, 1fr);
      }
    }
  `];

  protected override topics = ['session', 'sites', 'site', 'link'] as const;

  /** The site of the address, else the one seen last, else the first. */
  #choose(sites: SiteSummary[]): SiteSummary | undefined {
    const wanted = router.route.site ?? rememberedSite();
    return sites.find((site) => site.site === wanted) ?? (router.route.site ? undefined : sites[0]);
  }

  protected override willUpdate(): void {
    const site = store.session && store.sites ? this.#choose(store.sites) : undefined;
    if (site && store.data?.site !== site.site) {
      queueMicrotask(() => store.select(site.site));
    }
  }

  protected override render(): TemplateResult {
    if (store.session === undefined) {
      return html`<p class="boot" role="status">${t('boot.waiting')}</p>`;
    }
    if (store.session === null) {
      return html`<login-page></login-page>`;
    }
    return html`
      <div class="frame">
        <a class="skip" href="#page" @click=${this.#skip}>${t('rail.skip')}</a>
        <app-rail></app-rail>
        <app-strip></app-strip>
        <profile-notice></profile-notice>
        <main id="page" tabindex="-1">${this.#page()}</main>
        <foot-line></foot-line>
      </div>`;
  }

  #page(): TemplateResult | typeof nothing {
    if (!store.sites) {
      return store.sitesError
        ? html`<empty-state kind="error" heading=${t('sites.error.title')}
            text=${t('sites.error.text', { code: store.sitesError.code, trying: t('error.trying') })}></empty-state>`
        : html`<diagram-page></diagram-page>`;
    }
    if (store.sites.length === 0) {
      return html`<empty-state heading=${t('sites.none.title')} text=${t('sites.none.text')}></empty-state>`;
    }
    if (!this.#choose(store.sites)) {
      return html`<empty-state heading=${t('sites.unknown.title', { site: router.route.site ?? '' })} text=${t('sites.unknown.text')}></empty-state>`;
    }
    return router.route.page === 'events' ? html`<events-page></events-page>` : html`<diagram-page></diagram-page>`;
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector('main')?.focus();
  }
}
