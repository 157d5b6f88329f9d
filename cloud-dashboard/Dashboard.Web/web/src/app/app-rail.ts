import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { store } from '../shared/site/the-store';
import { locale, t, type Language } from '../shared/i18n/locale';
import { router, type Route } from './router';
import { homeScreen, rootScreens } from '../shared/site/screens';
import { whoIs } from '../features/session/who-is';
import { siteState } from '../features/map/site-state';
import { theme, type Theme } from '../shared/ui/theme';
import type { SiteSummary } from '../shared/contract/types';
import { AppElement } from '../shared/ui/app-element';
import { eventsIcon, mapIcon, settingsIcon, stateShape, userIcon } from '../shared/ui/icons';
import { shared } from '../shared/ui/styles';
import { railStyles } from './rail-styles';

/** The way round the site. On a phone it is a bar at the foot, with the stations and the settings in a sheet. */
@customElement('app-rail')
export class AppRail extends AppElement {
  static override styles = [shared, railStyles];

  protected override topics = ['sites', 'site', 'catalog', 'link', 'session'] as const;
  protected override tick = 5000;
  @state() private sheet: 'stations' | 'settings' | undefined;

  protected override render(): TemplateResult {
    return html`
      <nav aria-label=${t('rail.label')} data-sheet=${this.sheet ?? ''} @keydown=${this.#keys}>
        ${this.#maps()}
        <button class="item phone" aria-expanded=${this.sheet === 'stations'} @click=${() => this.#toggle('stations')}>
          ${this.#worst()}<span class="text">${t('rail.stations')}</span></button>
        <section class="stations">
          <h2>${t('rail.stations')}</h2>
          ${store.sites === undefined ? html`<div class="bone"></div>`
            : store.sites.length > 0 ? html`<ul>${store.sites.map((site) => this.#station(site))}</ul>`
              : html`<p class="none">${t('rail.noStations')}</p>`}
        </section>
        ${this.#link({ page: 'events', site: store.data?.site }, eventsIcon(), t('rail.events'), router.route.page === 'events', 'rail-events')}
        <button class="item phone" aria-expanded=${this.sheet === 'settings'} @click=${() => this.#toggle('settings')}>
          ${settingsIcon()}<span class="text">${t('rail.settings')}</span></button>
        ${this.#settings()}
      </nav>`;
  }

  #maps(): TemplateResult[] {
    const roots = rootScreens(store.summary);
    const at = router.route.page === 'diagram' ? router.route.screen ?? roots[0]?.name : undefined;
    return (roots.length > 0 ? roots : [undefined]).map((root) => this.#link(
      { page: 'diagram', site: store.data?.site, screen: root?.name },
      mapIcon(),
      roots.length > 1 ? root?.description ?? '' : t('rail.map'),
      root !== undefined && at === root.name,
      'rail-map'));
  }

  #station(site: SiteSummary): TemplateResult {
    const home = homeScreen(site);
    const here = router.route.page === 'diagram' && store.data?.site === site.site && router.route.screen === home?.name && home !== undefined;
    const { state, words } = siteState(site, store.link.up);
    const route: Route = { page: 'diagram', site: site.site, screen: home?.name };
    return html`<li>${this.#link(route, stateShape(state), site.name, here, `rail-site-${site.site}`, words)}</li>`;
  }

  #worst(): TemplateResult {
    const states = (store.sites ?? []).map((site) => siteState(site, store.link.up).state);
    return stateShape((['down', 'warn', 'unknown'] as const).find((state) => states.includes(state)) ?? 'ok');
  }

  #link(route: Route, icon: TemplateResult, text: string, current: boolean, testId: string, words = ''): TemplateResult {
    return html`<button class="item" aria-current=${current ? 'page' : 'false'} data-testid=${testId}
      @click=${() => this.#go(route)}>${icon}<span class="text">${text}${words ? html`<small>${words}</small>` : ''}</span></button>`;
  }

  #settings(): TemplateResult {
    const themes: Theme[] = ['system', 'dark', 'light'];
    const languages: Language[] = ['es', 'en'];
    const { session } = store;
    return html`
      <section class="settings" aria-label=${t('rail.settings')}>
        <label>${t('theme.label')}
          <select @change=${(event: Event) => theme.choose((event.target as HTMLSelectElement).value as Theme)}>
            ${themes.map((one) => html`<option value=${one} .selected=${theme.chosen === one}>${t(`theme.${one}`)}</option>`)}
          </select></label>
        <label>${t('language.label')}
          <select @change=${(event: Event) => locale.choose((event.target as HTMLSelectElement).value as Language)}>
            ${languages.map((one) => html`<option value=${one} lang=${one} .selected=${locale.language === one}>${t(`language.${one}`)}</option>`)}
          </select></label>
        ${session ? html`<p class="who phone">${userIcon()}${whoIs(session)}</p>` : ''}
        <button class="out" @click=${() => this.#logOut()}>${t('session.logOut')}</button>
      </section>`;
  }

  #go(route: Route): void {
    this.sheet = undefined;
    router.go(route);
  }

  #toggle(sheet: 'stations' | 'settings'): void {
    this.sheet = this.sheet === sheet ? undefined : sheet;
  }

  #keys(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.sheet = undefined;
    }
  }

  async #logOut(): Promise<void> {
    await store.logOut().catch(() => store.leave()); // Without the server the page forgets at least what it shows.
  }
}
