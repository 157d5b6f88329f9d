import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { UserView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo, formatClock, formatDate, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, closeIcon, downIcon, plusIcon, stateShape, upIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { UserDesk } from './user-desk';
import { columns, outcomeText, roleText, sorted, stateText, type Column } from './user-words';
import { usersStyles } from './users-styles';
import { t } from './words';
import '../../shared/ui/empty-state';
import './one-time-password';
import './user-panel';

/** What the panel shows: a user by name, or the form of a new one. */
type Opened = { readonly name: string } | 'new' | undefined;

/** So often the list is asked for while the page is seen: log-ins and sessions come and go. */
const EVERY = 20_000;

/** The users, for administrators: who there is, and what can be done to each. */
@customElement('users-page')
export class UsersPage extends AppElement {
  static override styles = [shared, usersStyles];

  /** The name of the user who is logged in. */
  @property({ attribute: false }) self: string | undefined;
  protected override tick = 5000;
  @state() private opened: Opened;
  @state() private by: Column = 'name';
  @state() private turned = false;
  #desk = new UserDesk();
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#desk = new UserDesk();
    void this.#desk.ask();
    this.#timer = setInterval(() => {
      if (!document.hidden && !this.#desk.failed.peek() && this.#desk.list.peek()) {
        void this.#desk.ask();
      }
    }, EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#desk.stop();
    this.opened = undefined;
  }

  protected override render(): TemplateResult {
    const list = this.#desk.list.value;
    const failed = this.#desk.failed.value;
    const zone = watched.zone.value;
    const { opened } = this;
    const user = typeof opened === 'object' ? list?.find(({ name }) => name === opened.name) : undefined;
    const panel = list && (opened === 'new' || user);
    return html`
      <header><h1>${t('users.title')}</h1>
        ${list ? html`<button class="key" data-testid="new-user" @click=${() => this.#open('new')}>${plusIcon()}${t('users.new')}</button>`
          : nothing}<span class="muted zone">${formatZone(zone, now())}</span></header>
      <div class="notes">
        ${repeat(this.#desk.passwords.value, (given) => given.password, (given) => html`<one-time-password .given=${given}
          @aside=${() => this.#desk.putAside(given.name)}></one-time-password>`)}
        ${list && failed ? html`<p class="old" role="status">${brokenIcon()}${t('users.old', {
          code: plain(failed.code), time: formatClock(failed.since, zone) })}</p>` : nothing}
      </div>
      <div class="area" ?data-open=${panel}>
        <div class="list">${list && list.length > 0 && failed?.code !== 'forbidden' ? this.#table(list, zone, user)
          : this.#nothing(zone)}</div>
        ${panel ? html`<user-panel data-testid="user-panel" .user=${user} .desk=${this.#desk}
          .self=${user !== undefined && user.name === this.self} @close=${this.#close}></user-panel>` : nothing}
      </div>
      ${this.#said(user)}`;
  }

  /** What became of the last action, where the panel does not say it. */
  #said(user: UserView | undefined): TemplateResult | typeof nothing {
    const outcome = this.#desk.outcome.value;
    const shown = outcome?.error && (outcome.action === 'add' ? this.opened === 'new' : outcome.name === user?.name);
    return !outcome || shown ? nothing : html`<div class="said" data-testid="outcome">
      <span role=${outcome.error ? 'alert' : 'status'}>${outcomeText(outcome)}</span>
      <button class="close" aria-label=${t('users.dismiss')} @click=${() => this.#dismiss()}>${closeIcon()}</button></div>`;
  }

  #nothing(zone: string): TemplateResult {
    const failed = this.#desk.failed.value;
    if (failed?.code === 'forbidden') {
      return html`<empty-state heading=${t('users.forbidden.title')} text=${t('users.forbidden.text')}></empty-state>`;
    }
    if (failed) {
      return html`<empty-state kind="error" heading=${t('users.error.title')} text=${t('users.error.text', {
        code: plain(failed.code), time: formatClock(failed.since, zone), trying: common('error.trying'),
      })}></empty-state>`;
    }
    return this.#desk.list.value
      ? html`<empty-state heading=${t('users.empty.title')} text=${t('users.empty.text')}></empty-state>`
      : html`<div class="skeleton" role="status" aria-label=${t('users.loading')}>${bones}</div>`;
  }

  #table(list: readonly UserView[], zone: string, chosen: UserView | undefined): TemplateResult {
    const order = (column: Column): string => this.by !== column ? 'none' : this.turned ? 'descending' : 'ascending';
    return html`<div class="scroll"><table aria-label=${t('users.title')} @keydown=${this.#keys}>
      <thead><tr>${columns.map((column) => html`<th class=${column} aria-sort=${order(column)}><button
        title=${t('users.sort', { column: t(`users.${column}`) })} @click=${() => this.#sort(column)}>${t(`users.${column}`)}${
        this.by !== column ? nothing : this.turned ? upIcon() : downIcon()}</button></th>`)}</tr></thead>
      <tbody>${repeat(sorted(list, this.by, this.turned), ({ name }) => name, (user) => this.#row(user, zone, user === chosen))}</tbody>
    </table></div>`;
  }

  #row(user: UserView, zone: string, chosen: boolean): TemplateResult {
    const { name, sessions } = user;
    return html`<tr data-testid=${`user-${name}`} ?data-chosen=${chosen} @click=${() => this.#open({ name })}>
      <td class="name"><button class="who" aria-expanded=${chosen}>${plain(name)}</button>${
        name === this.self ? html`<small>${t('users.you')}</small>` : nothing}</td>
      <td class="role">${roleText(user)}</td>
      <td class="state"><span>${user.disabled ? html`<span class="off">${closeIcon()}</span>`
        : stateShape(user.mustChangePassword ? 'unknown' : 'ok')}${stateText(user)}</span></td>
      <td class="lastLogIn">${this.#when(user.lastLogIn, zone)}</td>
      <td class="sessions"><span class="count">${sessions.length}</span><span class="counted">${sessions.length === 1
        ? t('users.sessionsOf.one') : sessions.length === 0 ? t('users.sessionsOf.none')
          : t('users.sessionsOf.many', { n: sessions.length })}</span></td></tr>`;
  }

  #when(time: string | undefined, zone: string): TemplateResult {
    if (time === undefined) {
      return html`<span class="muted">${t('users.never')}</span>`;
    }
    const at = Date.parse(time);
    return html`<time datetime=${time} title=${formatZone(zone, at)}><span class="date">${formatDate(at, zone)}</span> ${
      formatClock(at, zone)}</time> <span class="muted">${formatAgo(now() - at)}</span>`;
  }

  #sort(column: Column): void {
    this.turned = this.by === column && !this.turned;
    this.by = column;
  }

  #open(opened: Opened): void {
    this.opened = opened;
    this.#desk.outcome.value = undefined;
  }

  #dismiss(): void {
    this.#desk.outcome.value = undefined;
  }

  readonly #close = (): void => {
    const { opened } = this;
    this.opened = undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(
      typeof opened === 'object' ? `[data-testid="user-${CSS.escape(opened.name)}"] .who` : '[data-testid=new-user]')?.focus());
  };

  /** Up and down go from user to user. */
  readonly #keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    const keys = [...this.renderRoot.querySelectorAll<HTMLElement>('.who')];
    const at = keys.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    keys[Math.min(keys.length - 1, Math.max(0, at + step))]?.focus();
    event.preventDefault();
  };
}

const bones = Array.from({ length: 6 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
