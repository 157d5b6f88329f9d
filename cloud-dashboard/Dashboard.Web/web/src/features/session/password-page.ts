import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiError } from '../../shared/api/api';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { formStyles } from './form-styles';
import { session } from './session-state';
import { t } from './words';

/** A user whose password was chosen by somebody else chooses one before anything else. Within another page it is the form alone. */
@customElement('password-page')
export class PasswordPage extends AppElement {
  static override styles = [shared, formStyles, css`:host([within]) { place-items: start; min-height: 0; padding: 0; }`];

  @property({ type: Boolean, reflect: true }) within = false;
  @state() private busy = false;
  @state() private error = '';
  @state() private saved = false;

  protected override render(): TemplateResult {
    return html`
      <form @submit=${this.#submit} novalidate>
        ${this.within ? nothing : html`<h1>${t('change.title')}</h1><p>${t('change.why')}</p>`}
        <label>${t('change.current')}
          <input name="current" type="password" autocomplete="current-password" ?autofocus=${!this.within}
            data-testid="change-current"></label>
        <label>${t('change.new')}
          <input name="new" type="password" autocomplete="new-password" data-testid="change-new"></label>
        <label>${t('change.again')}
          <input name="again" type="password" autocomplete="new-password" data-testid="change-again"></label>
        <button class="key" ?disabled=${this.busy} data-testid="change-submit">${t(this.busy ? 'login.busy' : 'change.submit')}</button>
        <p class="error" role="alert">${this.error ? html`${brokenIcon()}<span>${this.error}</span>` : nothing}</p>
        ${this.saved ? html`<p role="status">${t('change.saved')}</p>` : nothing}
        ${this.within ? nothing : html`<button type="button" class="language"
          @click=${() => session.logOut().catch(() => session.leave())}>${t('session.leave')}</button>`}
      </form>`;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const [current = '', next = '', again = ''] = ['current', 'new', 'again'].map((name) => String(data.get(name) ?? ''));
    if (!current || !next || !again) {
      this.error = t('change.missing');
    } else if (next !== again) {
      this.error = t('change.differ');
    } else {
      this.busy = true;
      this.saved = false;
      this.error = '';
      try {
        await session.changePassword(current, next);
        form.reset();
        this.saved = true;
      } catch (error) {
        this.error = this.#message(error instanceof ApiError ? error : new ApiError('page', 0));
      } finally {
        this.busy = false;
      }
    }
  }

  #message(error: ApiError): string {
    switch (error.code) {
      case 'weakPassword': return t('change.weakPassword');
      case 'badCredentials': return t('change.badCredentials');
      case 'lockedOut': return t('login.lockedOut');
      case 'tooMany': return t('login.tooMany', { seconds: error.retryAfter ?? 60 });
      case 'busy': return t('login.cannotNow', { seconds: error.retryAfter ?? 2 });
      case 'network': return t('login.network');
      default: return t('login.other', { code: error.code });
    }
  }
}
