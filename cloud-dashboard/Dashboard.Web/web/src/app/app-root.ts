import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { session } from '../features/session/session-state';
import type { Session, SiteSummary } from '../shared/contract/generated/contract';
import { common } from '../shared/i18n/common';
import { plain } from '../shared/format/plain';
import { overview } from '../shared/site/overview';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import type { Route } from '../shared/ui/navigation';
import { shared } from '../shared/ui/styles';
import { mayOpen, pageOf, pages, router } from './pages';
import { rememberedSite } from './router';
import { wall } from './wall';
import { t } from './words';
import '../features/alarms/sound-control';
import '../features/session/login-page';
import '../features/session/password-page';
import '../features/session/session-notice';
import '../shared/ui/empty-state';
import './app-rail';
import './app-strip';
import './foot-line';
import './clock-notice';
import './profile-notice';

/** The frame of every page: rail, strip, page, foot line. It also decides which site is watched. */
@customElement('app-root')
export class AppRoot extends AppElement {
  static override styles = [shared, css`
    :host { display: block; height: 100%; background: var(--bg); color: var(--text); }
    .frame {
      height: 100vh; height: 100dvh; display: grid;
      grid-template: "rail strip" minmax(var(--strip), auto) "rail notice" auto "rail page" minmax(0, 1fr)
        "rail foot" var(--foot)
        / var(--rail) minmax(0, 1fr);
    }
    .frame[data-folded] { --rail: var(--rail-folded); }
    app-rail { grid-area: rail; }
    app-strip { grid-area: strip; }
    .notices { grid-area: notice; min-width: 0; }
    main { grid-area: page; min-height: 0; position: relative; display: grid; outline: none; }
    foot-line { grid-area: foot; }
    .skip { position: absolute; left: 8px; top: -60px; z-index: 20; background: var(--key); color: var(--key-text); padding: 8px 16px; }
    .skip:focus { top: 8px; }
    .boot { height: 100%; display: grid; place-items: center; color: var(--text-2); }
    @media (max-width: 720px) {
      .frame {
        grid-template:
          "strip" minmax(56px, auto) "notice" auto "page" minmax(0, 1fr) "foot" 44px "rail" calc(56px + env(safe-area-inset-bottom))
          / minmax(0, 1fr);
      }
    }
  `];

  constructor() {
    super();
    this.addEventListener('open-page', (event) => router.go((event as CustomEvent<Route>).detail));
  }

  /** The site of the address, else the one seen last, else the first. */
  #choose(sites: SiteSummary[]): SiteSummary | undefined {
    const wanted = router.route.site ?? rememberedSite();
    return sites.find((site) => site.site === wanted) ?? (router.route.site ? undefined : sites[0]);
  }

  protected override willUpdate(): void {
    const sites = overview.sites.value;
    const site = session.current.value && sites ? this.#choose(sites) : undefined;
    if (site && watched.data.value?.site !== site.site) {
      queueMicrotask(() => watched.select(site.site));
    }
  }

  protected override render(): TemplateResult {
    const who = session.current.value;
    if (who === undefined) {
      return html`<p class="boot" role="status">${t('boot.waiting')}</p>`;
    }
    if (who === null) {
      return html`<login-page></login-page>`;
    }
    if (who.mustChangePassword) {
      return html`<password-page></password-page>`;
    }
    if (who.mustEnrol) {
      return html`<account-page .only=${true}></account-page>`;
    }
    return html`
      <div class="frame" ?data-folded=${wall.folded.value}>
        <a class="skip" href="#page" @click=${this.#skip}>${t('rail.skip')}</a>
        <app-rail ?folded=${wall.folded.value}></app-rail>
        <app-strip data-testid="strip"></app-strip>
        <div class="notices"><session-notice></session-notice><sound-notice></sound-notice><clock-notice></clock-notice>
          <profile-notice></profile-notice></div>
        <main id="page" tabindex="-1">${this.#page(who)}</main>
        <foot-line></foot-line>
      </div>`;
  }

  #page(who: Session): TemplateResult {
    const { route } = router;
    if (route.unknown) {
      return html`<empty-state heading=${t('page.unknown.title')}
        text=${t('page.unknown.text', { path: plain(route.unknown.slice(0, 80)) })}></empty-state>`;
    }
    const asked = pages.find((page) => page.name === route.page);
    if (asked && !mayOpen(asked, who)) {
      return html`<empty-state heading=${t('page.forbidden.title')}
        text=${t(asked.rights.includes('supervisor') ? 'page.forbidden.supervisor' : 'page.forbidden.administrator')}></empty-state>`;
    }
    if (asked?.noStation) {
      return asked.element(route);
    }
    const sites = overview.sites.value;
    const error = overview.error.value;
    if (!sites) {
      return error
        ? html`<empty-state kind="error" heading=${t('sites.error.title')}
            text=${t('sites.error.text', { code: error.code, trying: common('error.trying') })}></empty-state>`
        : pages[0].element(route);
    }
    if (sites.length === 0) {
      return html`<empty-state heading=${t('sites.none.title')} text=${t('sites.none.text')}></empty-state>`;
    }
    if (!this.#choose(sites)) {
      return html`<empty-state heading=${t('sites.unknown.title', { site: route.site ?? '' })}
        text=${t('sites.unknown.text')}></empty-state>`;
    }
    return pageOf(route, who).element(route);
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector('main')?.focus();
  }
}
