import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import { common } from '../../shared/i18n/common';
import { locale } from '../../shared/i18n/locale';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { session } from './session-state';
import { t } from './words';

/** Who is there. Nothing else is on this page. */
@customElement('login-page')
export class LoginPage extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; place-items: center; min-height: 100dvh; padding: 24px; }
    form { width: min(320px, 100%); display: grid; gap: 16px; }
    h1 { font-size: var(--fs-4); font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; margin-bottom: 12px; }
    label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
    input {
      height: 40px; padding: 0 12px; font-size: var(--fs-2); color: var(--text); background: var(--surface); border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    .key { margin-top: 8px; }
    .error { min-height: 44px; display: flex; gap: 8px; font-size: var(--fs-2); color: var(--text); }
    .error .icon { color: var(--alarm); margin-top: 2px; }
    .language {
      font-size: var(--fs-1); color: var(--text-2); justify-self: start; padding: 4px 0; text-decoration: underline;
      text-underline-offset: 3px;
    }
  `];

  @state() private busy = false;
  @state() private error: ApiError | 'missing' | undefined;

  protected override render(): TemplateResult {
    const other = locale.language === 'es' ? 'en' : 'es';
    return html`
      <form @submit=${this.#submit} novalidate>
        <h1>${t('login.title')}</h1>
        <label>${t('login.user')}
          <input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus data-testid="login-user"></label>
        <label>${t('login.password')}
          <input name="password" type="password" autocomplete="current-password" data-testid="login-password"></label>
        <button class="key" ?disabled=${this.busy} data-testid="login-submit">${t(this.busy ? 'login.busy' : 'login.submit')}</button>
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
      await session.enter(await api.logIn(user, password));
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('page', 0);
    } finally {
      this.busy = false;
    }
  }

  #message(error: ApiError | 'missing'): string {
    if (error === 'missing') {
      return t('login.missing');
    }
    switch (error.code) {
      case 'badCredentials': return t('login.badCredentials');
      case 'lockedOut': return t('login.lockedOut');
      case 'tooMany': return t('login.tooMany', { seconds: error.retryAfter ?? 60 });
      case 'network': return t('login.network');
      default: return t('login.other', { code: error.code });
    }
  }
}
