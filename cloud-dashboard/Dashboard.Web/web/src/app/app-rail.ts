import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { stationEntries, worstState, type StationEntry } from '../features/map/station-list';
import { session } from '../features/session/session-state';
import { whoIs } from '../features/session/who-is';
import { alarms } from '../shared/alarms/alarms-state';
import { inStep, priorityMark, priorityStyles } from '../shared/alarms/priority-mark';
import { common } from '../shared/i18n/common';
import { locale, type Language } from '../shared/i18n/locale';
import { overview } from '../shared/site/overview';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { backIcon, settingsIcon, stateShape, userIcon } from '../shared/ui/icons';
import { openPage, type Entry, type Route } from '../shared/ui/navigation';
import { shared } from '../shared/ui/styles';
import { theme, type Theme } from '../shared/ui/theme';
import { entriesOf, mayOpen, pages, router, type Page } from './pages';
import { railStyles } from './rail-styles';
import { wall } from './wall';
import { t } from './words';

/** The way round the site. On a phone it is a bar at the foot, with the stations and the settings in a sheet. */
@customElement('app-rail')
export class AppRail extends AppElement {
  static override styles = [shared, priorityStyles, railStyles];

  protected override tick = 5000;
  @state() private sheet: 'stations' | 'settings' | undefined;

  protected override render(): TemplateResult {
    const who = session.current.value;
    const [first, ...others] = pages;
    const open = others.filter((page) => who && mayOpen(page, who));
    const rare = open.filter((page) => page.rare);
    const stations = stationEntries(router.route, first.name);
    return html`
      <nav aria-label=${t('rail.label')} data-sheet=${this.sheet ?? ''} @keydown=${this.#keys} @animationstart=${inStep}>
        ${this.#page(first)}
        <button class="item phone" aria-expanded=${this.sheet === 'stations'} @click=${() => this.#toggle('stations')}>
          ${stateShape(worstState(overview.sites.value))}<span class="text">${t('rail.stations')}</span>${
            this.#count(alarms.unacknowledged.value, alarms.worst())}</button>
        <section class="stations">
          <h2>${t('rail.stations')}</h2>
          ${stations === undefined ? html`<div class="bone"></div>`
            : stations.length > 0 ? html`<ul>${stations.map((station) => this.#station(station, first))}</ul>`
              : html`<p class="none">${t('rail.noStations')}</p>`}
        </section>
        ${open.filter((page) => !page.rare).map((page) => this.#page(page))}
        <button class="item phone" ?data-here=${rare.some((page) => page.name === router.route.page)}
          aria-expanded=${this.sheet === 'settings'} @click=${() => this.#toggle('settings')}>
          ${settingsIcon()}<span class="text">${t(rare.length > 0 ? 'rail.more' : 'rail.settings')}</span></button>
        <div class="sheet">${rare.map((page) => this.#page(page))}${this.#settings()}</div>
        ${wall.full.value ? '' : html`<button class="item fold" aria-expanded=${!wall.folded.value} title=${t('rail.fold')}
          @click=${() => wall.fold()}>${backIcon()}<span class="text">${t('rail.fold')}</span></button>`}
      </nav>`;
  }

  #page(page: Page): TemplateResult[] {
    const site = watched.data.value?.site;
    return entriesOf(page, router.route)
      .map((entry) => this.#link({ page: page.name, site, query: entry.query ?? {} }, page.icon(), entry, '',
        entry.text === page.title() ? page.short?.() : undefined));
  }

  #station(station: StationEntry, page: Page): TemplateResult {
    const route: Route = { page: page.name, site: station.site, query: station.query ?? {} };
    return html`<li>${this.#link(route, stateShape(station.state), station, station.words, undefined,
      this.#count(alarms.of(station.site), alarms.worst(station.site)))}</li>`;
  }

  #link(route: Route, icon: TemplateResult, { id, text, current }: Entry, words = '', short?: string,
    count?: TemplateResult | typeof nothing): TemplateResult {
    const hint = words ? t('rail.station', { name: text, state: words }) : text;
    const name = short === undefined ? text : html`<span class="wide">${text}</span><span class="narrow">${short}</span>`;
    return html`<button class="item" title=${hint} aria-current=${current ? 'page' : 'false'} data-testid=${`rail-${id}`}
      @click=${() => this.#go(route)}>${icon}<span class="text">${name}${words ? html`<small>${words}</small>` : ''}</span>${
      count ?? nothing}</button>`;
  }

  /** How many alarms call there, with the mark of the highest priority among them. */
  #count(calling: number, worst: number | undefined): TemplateResult | typeof nothing {
    return worst === undefined ? nothing : html`<span class="count" data-priority=${worst} title=${t('rail.calls', { n: calling })}>${
      priorityMark(worst, true)}<span class="n">${calling}</span><span class="hidden">${t('rail.calls', { n: calling })}</span></span>`;
  }

  #settings(): TemplateResult {
    const themes: Theme[] = ['system', 'dark', 'light'];
    const languages: Language[] = ['es', 'en'];
    const who = session.current.value;
    return html`
      <section class="settings" aria-label=${t('rail.settings')}>
        <label>${t('theme.label')}
          <select @change=${(event: Event) => theme.choose((event.target as HTMLSelectElement).value as Theme)}>
            ${themes.map((one) => html`<option value=${one} .selected=${theme.chosen === one}>${t(`theme.${one}`)}</option>`)}
          </select></label>
        <label>${t('language.label')}
          <select @change=${(event: Event) => locale.choose((event.target as HTMLSelectElement).value as Language)}>
            ${languages.map((one) => html`<option value=${one} lang=${one} .selected=${locale.language === one}>${
              common(`language.${one}`)}</option>`)}
          </select></label>
        ${who ? html`<p class="who phone">${userIcon()}${whoIs(who, watched.data.value?.site)}</p>` : ''}
        ${who?.isWall ? '' : html`<button class="out" @click=${() => this.#logOut()}>${t('session.logOut')}</button>`}
      </section>`;
  }

  #go(route: Route): void {
    this.sheet = undefined;
    openPage(this, route);
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
    await session.logOut().catch(() => session.leave()); // Without the server the page forgets at least what it shows.
  }
}
