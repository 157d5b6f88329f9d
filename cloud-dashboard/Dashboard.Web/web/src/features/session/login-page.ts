import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { LogInWays } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { locale } from '../../shared/i18n/locale';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, stateShape } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { formStyles } from './form-styles';
import { logInProblem, providerAddress } from './log-in-problem';
import { hasPasskeys } from './passkey';
import { passkeyError } from './passkeys-part';
import { session } from './session-state';
import { t } from './words';

/** Who is there. Nothing else is on this page. */
@customElement('login-page')
export class LoginPage extends AppElement {
  static override styles = [shared, formStyles];

  @state() private busy = false;
  /** Whether the user has a second factor. */
  @state() private asksCode = false;
  @state() private error: ApiError | 'missing' | undefined;
  @state() private ways: LogInWays | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ask();
  }

  /** Until the server answers, the password is the only way. */
  async #ask(): Promise<void> {
    const backoff = new Backoff();
    while (this.isConnected && !this.ways) {
      this.ways = await api.logInWays().catch(() => undefined);
      if (!this.ways) {
        await wait(backoff.next());
      }
    }
  }

  protected override render(): TemplateResult {
    const ended = session.ended.value;
    const problem = logInProblem.value;
    const other = locale.language === 'es' ? 'en' : 'es';
    return html`
      <form @submit=${this.#submit} novalidate>
        <h1>${t('login.title')}</h1>
        ${problem ? html`<p class="why" role="alert" data-testid="login-problem">${brokenIcon()}<span>${
          t(`problem.${problem}`)}</span></p>` : nothing}
        ${ended && !problem ? html`<p class="why" role="status" data-testid="login-why">${stateShape('warn')}<span>${
          t(`ended.${ended}`)}</span></p>` : nothing}
        <label>${t('login.user')}
          <input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus data-testid="login-user"></label>
        <label>${t('login.password')}
          <input name="password" type="password" autocomplete="current-password" data-testid="login-password"></label>
        ${this.asksCode ? html`<label>${t('login.code')}
          <input name="code" autocomplete="one-time-code" autocapitalize="none" maxlength="32" data-testid="login-code"></label>`
          : nothing}
        <button class="key" ?disabled=${this.busy} data-testid="login-submit">${t(this.busy ? 'login.busy' : 'login.submit')}</button>
        ${hasPasskeys() ? html`<button type="button" class="plain" ?disabled=${this.busy} data-testid="login-passkey"
          @click=${this.#byPasskey}>${t('login.passkey')}</button>` : nothing}
        ${this.ways?.provider ? html`<a class="plain" href=${providerAddress()} data-testid="login-provider">${
          t('login.provider', { name: plain(this.ways.provider) })}</a>` : nothing}
        <p class="error" role="alert">${this.error ? html`${brokenIcon()}<span>${this.#message(this.error)}</span>` : nothing}</p>
        <button type="button" class="language" lang=${other} @click=${() => locale.choose(other)}>${common(`language.${other}`)}</button>
      </form>`;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const user = String(data.get('user') ?? '').trim();
    const password = String(data.get('password') ?? '');
    if (!user || !password) {
      this.error = 'missing';
      return;
    }
    this.busy = true;
    this.error = undefined;
    try {
      await session.logIn(user, password, String(data.get('code') ?? '').trim() || undefined);
    } catch (error) {
      const failed = error instanceof ApiError ? error : new ApiError('page', 0);
      this.error = failed;
      if (failed.code === 'codeRequired') {
        this.asksCode = true;
        await this.updateComplete;
        this.renderRoot.querySelector<HTMLElement>('[name=code]')?.focus();
      }
    } finally {
      this.busy = false;
    }
  }

  readonly #byPasskey = async (): Promise<void> => {
    this.busy = true;
    this.error = undefined;
    try {
      await session.logInByPasskey();
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('page', 0);
    } finally {
      this.busy = false;
    }
  };

  #message(error: ApiError | 'missing'): string {
    if (error === 'missing') {
      return t('login.missing');
    }
    switch (error.code) {
      case 'badCredentials': return t('login.badCredentials');
      case 'codeRequired': return t('login.codeRequired');
      case 'badCode': return t('factor.badCode');
      case 'lockedOut': return t('login.lockedOut');
      case 'disabled': return t('login.disabled');
      case 'busy': return t('login.cannotNow', { seconds: error.retryAfter ?? 2 });
      case 'tooMany': return t('login.tooMany', { seconds: error.retryAfter ?? 60 });
      case 'network': return t('login.network');
      default: return passkeyError(error);
    }
  }
}
