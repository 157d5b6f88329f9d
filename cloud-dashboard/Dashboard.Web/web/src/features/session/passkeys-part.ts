import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import type { PasskeyView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { hasPasskeys, makePasskey } from './passkey';
import { t } from './words';

/** The user's passkeys: adds one, with a name, and removes them. */
@customElement('passkeys-part')
export class PasskeysPart extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; gap: 12px; max-width: 460px; }
    form { display: grid; gap: 12px; }
    label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
    input {
      min-height: 40px; padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
      border: 1px solid var(--line); border-radius: var(--radius);
    }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; min-height: 44px; }
    .name { overflow-wrap: anywhere; font-weight: 600; }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); justify-self: start; }
    .error { display: flex; gap: 8px; align-items: center; }
    .error .icon { color: var(--alarm); }
  `];

  protected override tick = 30_000;
  @state() private list: readonly PasskeyView[] | undefined;
  @state() private busy = false;
  @state() private error: ApiError | 'missing' | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#do(async () => {
      this.list = await api.passkeys();
    });
  }

  protected override render(): TemplateResult {
    const { list } = this;
    return html`<p>${t(!list || list.length === 0 ? 'passkey.none' : 'passkey.some')}</p>
      ${list && list.length > 0 ? html`<ul>${list.map((one) => html`<li data-testid="passkey"><span class="name">${plain(one.name)}</span>
        <span class="muted">${t('passkey.added', { ago: formatAgo(now() - Date.parse(one.created)) })}</span>
        <button class="plain" data-testid="passkey-remove" ?disabled=${this.busy} @click=${() => this.#remove(one.id)}>${
          t('passkey.remove')}</button></li>`)}</ul>` : nothing}
      ${hasPasskeys() ? html`<form novalidate @submit=${this.#add}>
        <label>${t('passkey.name')}<input name="name" maxlength="60" autocomplete="off" data-testid="passkey-name"></label>
        <label>${t('login.password')}<input name="password" type="password" autocomplete="current-password"
          data-testid="passkey-password"></label>
        <button class="plain" data-testid="passkey-add" ?disabled=${this.busy}>${t('passkey.add')}</button></form>`
        : html`<p class="muted">${t('passkey.notHere')}</p>`}
      ${this.error ? html`<p class="error" role="alert" data-testid="passkey-error">${brokenIcon()}${
        this.error === 'missing' ? t('passkey.missing') : passkeyError(this.error)}</p>` : nothing}`;
  }

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const [name = '', password = ''] = ['name', 'password'].map((one) => String(data.get(one) ?? '').trim());
    if (!name || !password) {
      this.error = 'missing';
      return;
    }
    await this.#do(async () => {
      const { options, state } = await api.beginPasskey(password);
      this.list = await api.addPasskey({ name, state, credential: await makePasskey(options) });
      form.reset();
    });
  };

  #remove(id: string): Promise<void> {
    return this.#do(async () => {
      await api.removePasskey(id);
      this.list = await api.passkeys();
    });
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('page', 0);
    } finally {
      this.busy = false;
    }
  }
}

/** What became of a passkey, in words. */
export function passkeyError(error: ApiError): string {
  switch (error.code) {
    case 'passkeyCancelled': return t('passkey.cancelled');
    case 'passkeyThere': return t('passkey.there');
    case 'passkeyDomain': return t('passkey.domain');
    case 'badPasskey': return t('passkey.bad');
    case 'tooManyPasskeys': return t('passkey.tooMany');
    case 'badCredentials': return t('change.badCredentials');
    case 'disabled': return t('login.disabled');
    case 'lockedOut': return t('login.lockedOut');
    case 'tooMany': return t('login.tooMany', { seconds: error.retryAfter ?? 60 });
    case 'busy': return t('login.cannotNow', { seconds: error.retryAfter ?? 2 });
    case 'network': return t('login.network');
    default: return t('login.other', { code: plain(error.code) });
  }
}
