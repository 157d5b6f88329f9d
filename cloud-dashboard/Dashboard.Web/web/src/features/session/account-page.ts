import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import type { AccountView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { session } from './session-state';
import { t } from './words';
import './passkeys-part';
import './password-page';
import './second-factor';

/** The user's own account: password, second factor, sessions. */
@customElement('account-page')
export class AccountPage extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-height: 0; height: 100%; overflow: auto; padding: 16px; }
    h1 { font-size: var(--fs-3); font-weight: 600; }
    h2 { font-size: var(--fs-2); font-weight: 600; margin: 24px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); }
    section { max-width: 760px; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; min-height: 44px; }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); }
    .error { display: flex; gap: 8px; align-items: center; }
    .error .icon { color: var(--alarm); }
    .needed { margin: 8px 0; font-weight: 600; }
  `];

  /** Whether the page is all that there is, because the role needs a second factor. */
  @property({ attribute: false }) only = false;
  protected override tick = 30_000;
  @state() private account: AccountView | undefined;
  @state() private failed: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ask();
  }

  protected override render(): TemplateResult {
    const { account } = this;
    return html`<section><h1>${t('account.title')}${account ? html` · ${plain(account.user)}` : nothing}</h1>
      ${this.only ? html`<p class="needed">${t('factor.needed')}</p>
        <button class="plain" @click=${() => session.logOut().catch(() => session.leave())}>${t('session.leave')}</button>` : nothing}
      ${this.failed ? html`<p class="error" role="alert">${brokenIcon()}${t('login.other', { code: plain(this.failed) })}</p>` : nothing}
      ${account?.external ? html`<p class="muted">${t('account.external')}</p>` : nothing}
      ${account ? html`${account.external ? nothing : html`<h2>${t('factor.title')}</h2>
        ${account.secondFactor ? html`<p class="muted">${t('factor.left', { n: account.recoveryCodes })}</p>` : nothing}
        <second-factor .on=${account.secondFactor} @changed=${this.#changed}></second-factor>`}
        ${this.only ? nothing : this.#rest(account)}` : nothing}</section>`;
  }

  #rest(account: AccountView): TemplateResult {
    const others = account.sessions.filter((one) => !one.isThis);
    return html`${account.external ? nothing : html`<h2>${t('passkey.title')}</h2><passkeys-part></passkeys-part>
        <h2>${t('account.password')}</h2><password-page within></password-page>`}
      <h2>${t('account.sessions')}</h2>
      <ul>${account.sessions.map((one) => html`<li data-testid="session">${one.isThis ? html`<b>${t('account.this')}</b>`
        : html`<span>${t('account.used', { ago: formatAgo(now() - Date.parse(one.seen)) })}</span>
          <button class="plain" data-testid="end" @click=${() => this.#end(one.id)}>${t('account.end')}</button>`}</li>`)}</ul>
      ${others.length > 1 ? html`<button class="plain" data-testid="end-others" @click=${() => this.#end()}>${
        t('account.endOthers')}</button>` : nothing}`;
  }

  async #ask(): Promise<void> {
    try {
      this.account = await api.account();
      this.failed = undefined;
    } catch (error) {
      this.failed = error instanceof ApiError ? error.code : 'page';
    }
  }

  async #end(id?: string): Promise<void> {
    try {
      await api.endOwnSessions(id);
    } catch (error) {
      this.failed = error instanceof ApiError ? error.code : 'page';
    }
    await this.#ask();
  }

  readonly #changed = async (): Promise<void> => {
    await this.#ask();
    if (this.only) {
      await session.ask();
    }
  };
}
