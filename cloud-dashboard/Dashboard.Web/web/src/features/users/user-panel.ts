import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../shared/api/api';
import type { SessionRole, UserView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { overview } from '../../shared/site/overview';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { panelStyles } from './panel-styles';
import type { Action, UserDesk } from './user-desk';
import { outcomeText, roles, stateText, type Role } from './user-words';
import { t } from './words';

/** What ends something, and is therefore asked about. */
type Asked = Extract<Action, 'password' | 'disable' | 'end' | 'remove'>;

/** The server notes the use of a session so often. */
const EXACT = 10 * 60_000;

/** One user and what can be done to it, or the form of a new one. `close` says that it is to be closed. */
@customElement('user-panel')
export class UserPanel extends AppElement {
  static override styles = [shared, panelStyles];

  /** Without one it is the form of a new user. */
  @property({ attribute: false }) user: UserView | undefined;
  @property({ attribute: false }) desk: UserDesk | undefined;
  /** Whether it is the user who is logged in here. */
  @property({ attribute: false }) self = false;
  protected override tick = 5000;
  @state() private asked: Asked | undefined;
  /** The role that is chosen and not given yet. */
  @state() private chosen: Role = 'viewer';
  /** The roles at single stations, as they are chosen. */
  @state() private there: Readonly<Record<string, SessionRole>> = {};
  @state() private missing = false;
  @state() private noRole = false;
  #name: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('user');
    if (changed.has('user') && (this.user?.name !== this.#name || accessOf(this.user) !== accessOf(before))) {
      this.chosen = this.user ? this.user.role ?? 'none' : 'viewer';
      this.there = Object.fromEntries(this.user?.stations.map(({ site, role }) => [site, role]) ?? []);
    }
    if (changed.has('user') && this.user?.name !== this.#name) {
      this.#name = this.user?.name;
      this.asked = undefined;
    }
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>(this.user ? 'h2' : 'input')?.focus();
  }

  protected override updated(): void {
    // The question stands where the key was: the keyboard goes on there, with the answer that ends nothing.
    if (this.asked && !this.renderRoot.querySelector('.sure')?.contains((this.renderRoot as ShadowRoot).activeElement)) {
      this.renderRoot.querySelector<HTMLElement>('.sure .plain')?.focus();
    }
  }

  protected override render(): TemplateResult {
    return this.user ? this.#present(this.user) : this.#form();
  }

  #form(): TemplateResult {
    return html`<section aria-label=${t('panel.newTitle')} @keydown=${this.#keys}>
      ${this.#header(t('panel.newTitle'))}
      <form novalidate @submit=${this.#create}>
        <label>${t('panel.newName')}<input name="name" maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"
          data-testid="new-name" aria-describedby="help" @input=${() => this.#miss(false)}></label>
        <small id="help" class="muted">${t('panel.newNameHelp')}</small>
        ${this.#roleField()}
        <button class="key" data-testid="new-create" ?disabled=${this.desk?.busy.value}>${t('panel.create')}</button>
      </form>
      ${this.missing || this.noRole
        ? html`<p class="error" role="alert">${brokenIcon()}${t(this.missing ? 'panel.missing' : 'panel.noRole')}</p>`
        : this.#failure('add')}
    </section>`;
  }

  #present(user: UserView): TemplateResult {
    const busy = this.desk?.busy.value ?? false;
    const name = plain(user.name);
    return html`<section aria-label=${t('panel.label', { name })} @keydown=${this.#keys}>
      ${this.#header(name)}
      <p>${stateText(user)}</p>
      ${this.self ? html`<p class="muted">${t('panel.self')}</p>` : nothing}
      ${this.#failure()}
      <h3>${t('users.role')}</h3>
      ${this.#roleField()}
      <button class="plain" data-testid="do-role" ?disabled=${busy || !this.#isRole() || this.#isAs(user)}
        @click=${() => this.#do('role', () => this.#save(user))}>${t('panel.role')}</button>
      <h3>${t('panel.passwordTitle')}</h3>
      <p class="muted">${t(user.external ? 'panel.external' : 'panel.passwordWhat')}</p>
      ${user.external ? nothing : this.#asking(user, ['password'], html`<div class="keys">${this.#asks('password', t('panel.password'))}
        <button class="plain" data-testid="do-unlock" ?disabled=${busy}
          @click=${() => this.#do('unlock', () => api.unlockUser(user.name))}>${t('panel.unlock')}</button>
        <button class="plain" data-testid="do-factor" ?disabled=${busy}
          @click=${() => this.#do('factor', () => api.forgetFactor(user.name))}>${t('panel.factor')}</button></div>`)}
      <h3>${t('panel.sessionsTitle')}</h3>
      ${this.#sessions(user.sessions)}
      ${this.#asking(user, ['end'], this.#asks('end', t('panel.end'), user.sessions.length === 0))}
      <h3>${t('panel.accessTitle')}</h3>
      ${this.#asking(user, ['disable', 'remove'], html`<div class="keys">
        ${user.disabled ? html`<button class="plain" data-testid="do-enable" ?disabled=${busy}
            @click=${() => this.#do('enable', () => api.changeUser(user.name, { disabled: false }))}>${t('panel.enable')}</button>`
          : this.#asks('disable', t('panel.disable'))}
        ${this.#asks('remove', t('panel.remove'))}</div>`)}
    </section>`;
  }

  #header(title: string): TemplateResult {
    return html`<header><h2 tabindex="-1">${title}</h2>
      <button class="close" aria-label=${t('panel.close')} @click=${this.#close}>${closeIcon()}</button></header>`;
  }

  #roleField(): TemplateResult {
    return html`<label>${this.user ? html`<span class="hidden">${t('users.role')}</span>` : t('users.role')}
      <select data-testid="role" aria-describedby="may"
        @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as Role)}>
        ${(['none', ...roles] as const).map((one) => html`<option value=${one} .selected=${this.chosen === one}>${
          t(`role.${one}`)}</option>`)}</select></label>
      <small id="may" class="muted">${t(`may.${this.chosen}`)}</small>
      ${this.#stations()}`;
  }

  /** The stations that there are, and those of the user that are not there now. */
  #stations(): TemplateResult | typeof nothing {
    const known = overview.sites.value ?? [];
    const sites = [...new Set([...known.map(({ site }) => site), ...Object.keys(this.there)])].sort();
    return sites.length === 0 ? nothing : html`<details ?open=${Object.keys(this.there).length > 0}>
      <summary>${t('panel.stations')}</summary>
      <small class="muted">${t('panel.stationsWhat')}</small>
      ${sites.map((site) => html`<label>${plain(known.find((one) => one.site === site)?.name ?? site)}
        <select data-testid=${`role-${site}`} @change=${(event: Event) => this.#at(site, (event.target as HTMLSelectElement).value)}>
          <option value="" .selected=${!this.there[site]}>${t('panel.asAll')}</option>
          ${roles.map((one) => html`<option value=${one} .selected=${this.there[site] === one}>${t(`role.${one}`)}</option>`)}
        </select></label>`)}</details>`;
  }

  #at(site: string, value: string): void {
    const { [site]: _, ...others } = this.there;
    const role = roles.find((one) => one === value);
    this.there = role ? { ...others, [site]: role } : others;
  }

  #isRole(): boolean {
    return this.chosen !== 'none' || Object.keys(this.there).length > 0;
  }

  #access(): { role?: SessionRole; stations: { site: string; role: SessionRole }[] } {
    return {
      ...(this.chosen === 'none' ? {} : { role: this.chosen }),
      stations: Object.entries(this.there).map(([site, role]) => ({ site, role })),
    };
  }

  #isAs(user: UserView): boolean {
    return accessOf(user) === accessOf(this.#access());
  }

  #save(user: UserView): Promise<void> {
    const access = this.#access();
    return user.stations.length === 0 && access.stations.length === 0 && access.role
      ? api.changeUser(user.name, { role: access.role }) : api.setAccess(user.name, access);
  }

  #sessions(sessions: readonly string[]): TemplateResult {
    const used = (time: string): string => now() - Date.parse(time) < EXACT ? t('panel.recent')
      : t('panel.lastUsed', { ago: formatAgo(now() - Date.parse(time)) });
    return sessions.length === 0 ? html`<p class="muted">${t('panel.noSessions')}</p>`
      : html`<ul>${[...sessions].sort().reverse().map((time) => html`<li>${used(time)}</li>`)}</ul>`;
  }

  /** The keys, or the question in their place. */
  #asking(user: UserView, those: readonly Asked[], keys: TemplateResult): TemplateResult {
    const { asked } = this;
    if (!asked || !those.includes(asked)) {
      return keys;
    }
    const work = {
      password: () => api.newPassword(user.name),
      disable: () => api.changeUser(user.name, { disabled: true }),
      end: () => api.endSessions(user.name),
      remove: () => api.removeUser(user.name),
    };
    return html`<div class="sure"><p role="alert">${t(`sure.${asked}`, { name: plain(user.name) })}</p>
      <div class="keys"><button class="key" data-testid="yes" ?disabled=${this.desk?.busy.value}
          @click=${() => this.#do(asked, work[asked])}>${t(`yes.${asked}`)}</button>
        <button class="plain" data-testid="no" @click=${() => this.#ask(undefined)}>${t('sure.no')}</button></div></div>`;
  }

  #asks(action: Asked, words: string, none = false): TemplateResult {
    return html`<button class="plain" data-testid=${`ask-${action}`} ?disabled=${none || this.desk?.busy.value}
      @click=${() => this.#ask(action)}>${words}</button>`;
  }

  /** What could not be done to this user, or to make one. */
  #failure(action?: Action): TemplateResult | typeof nothing {
    const outcome = this.desk?.outcome.value;
    return outcome?.error && (action ? outcome.action === action : outcome.action !== 'add' && outcome.name === this.user?.name)
      ? html`<p class="error" role="alert" data-testid="failure">${brokenIcon()}<span>${outcomeText(outcome)}</span></p>` : nothing;
  }

  #choose(role: Role): void {
    this.chosen = role;
  }

  #miss(missing: boolean): void {
    this.missing = missing;
  }

  #ask(asked: Asked | undefined): void {
    const before = this.asked;
    this.asked = asked;
    if (before && !asked) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-testid=ask-${before}]`)?.focus());
    }
  }

  async #do(action: Action, work: Parameters<UserDesk['do']>[2]): Promise<void> {
    const name = this.user?.name ?? '';
    await this.desk?.do(action, name, work);
    this.asked = undefined;
    await this.updateComplete;
    if (this.user?.name === name && action !== 'password' && !(this.renderRoot as ShadowRoot).activeElement) {
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus(); // The key that was pressed is gone, with the question.
    }
    // A panel may be scrolled: what could not be done is seen.
    this.renderRoot.querySelector('.error')?.scrollIntoView?.({ block: 'nearest' });
  }

  readonly #create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
    this.missing = name === '';
    this.noRole = !this.#isRole();
    const { stations, ...role } = this.#access();
    const newcomer = stations.length > 0 ? { ...role, stations } : role;
    if (!this.missing && !this.noRole && await this.desk?.do('add', name, () => api.addUser({ name, ...newcomer }))) {
      this.dispatchEvent(new CustomEvent('close'));
    }
  };

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
  };

  /** Escape takes back the question, then closes. */
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (this.asked) {
        this.#ask(undefined);
      } else {
        this.#close();
      }
    }
  };
}

/** What a user may do, to be compared. */
const accessOf = (user: Partial<Pick<UserView, 'role' | 'stations'>> | undefined): string => JSON.stringify([
  user?.role, [...user?.stations ?? []].map(({ site, role }) => [site, role]).sort(),
]);
