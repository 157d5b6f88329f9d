import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import type { FactorKey } from '../../shared/contract/generated/contract';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { t } from './words';

/** Sets up a second factor, and switches it off. `changed` says that it did. */
@customElement('second-factor')
export class SecondFactorPart extends AppElement {
  static override styles = [shared, css`
    :host { display: grid; gap: 12px; max-width: 460px; }
    form { display: grid; gap: 12px; }
    label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
    input {
      min-height: 40px; padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
      border: 1px solid var(--line); border-radius: var(--radius);
    }
    img { width: 200px; height: 200px; background: #fff; padding: 8px; }
    code { font: 600 var(--fs-2)/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; user-select: all; }
    ul { columns: 2; max-width: 320px; }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); justify-self: start; }
    .key { justify-self: start; }
    .error { display: flex; gap: 8px; align-items: center; }
    .error .icon { color: var(--alarm); }
  `];

  /** Whether there is one now. */
  @property({ attribute: false }) on = false;
  @state() private key: FactorKey | undefined;
  @state() private codes: readonly string[] = [];
  @state() private busy = false;
  @state() private error: ApiError | undefined;

  protected override render(): TemplateResult {
    return html`${this.codes.length > 0 ? this.#recovery() : this.key ? this.#shown(this.key) : this.#password()}
      ${this.error ? html`<p class="error" role="alert" data-testid="factor-error">${brokenIcon()}${
        this.#message(this.error)}</p>` : nothing}`;
  }

  #password(): TemplateResult {
    return html`<p>${t(this.on ? 'factor.on' : 'factor.off')}</p>
      <form novalidate @submit=${this.on ? this.#switchOff : this.#begin}>
        <label>${t('login.password')}<input name="password" type="password" autocomplete="current-password" data-testid="factor-password">
        </label><button class=${this.on ? 'plain' : 'key'} data-testid="factor-go" ?disabled=${this.busy}>${
          t(this.on ? 'factor.switchOff' : 'factor.begin')}</button></form>`;
  }

  #shown(key: FactorKey): TemplateResult {
    return html`<p>${t('factor.scan')}</p>
      <img alt=${t('factor.picture')} src=${`data:image/svg+xml;utf8,${encodeURIComponent(key.svg)}`}>
      <p class="muted">${t('factor.type')} <code data-testid="factor-key">${key.key}</code></p>
      <form novalidate @submit=${this.#enable}>
        <label>${t('factor.code')}<input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8"
          data-testid="factor-code"></label>
        <button class="key" data-testid="factor-enable" ?disabled=${this.busy}>${t('factor.enable')}</button></form>`;
  }

  #recovery(): TemplateResult {
    return html`<p>${t('factor.recovery')}</p>
      <ul>${this.codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
      <button class="key" data-testid="factor-done" @click=${this.#done}>${t('factor.done')}</button>`;
  }

  readonly #begin = (event: SubmitEvent): Promise<void> => this.#do(event, 'password', async (password) => {
    this.key = await api.beginFactor(password);
  });

  readonly #enable = (event: SubmitEvent): Promise<void> => this.#do(event, 'code', async (code) => {
    this.codes = (await api.enableFactor(code)).codes;
  });

  readonly #switchOff = (event: SubmitEvent): Promise<void> => this.#do(event, 'password', async (password) => {
    await api.disableFactor(password);
    this.dispatchEvent(new CustomEvent('changed'));
  });

  readonly #done = (): void => {
    this.codes = [];
    this.key = undefined;
    this.dispatchEvent(new CustomEvent('changed'));
  };

  async #do(event: SubmitEvent, name: string, work: (value: string) => Promise<void>): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = String(new FormData(form).get(name) ?? '').trim();
    this.busy = true;
    this.error = undefined;
    try {
      await work(value);
      form.reset();
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('page', 0);
    } finally {
      this.busy = false;
    }
  }

  #message(error: ApiError): string {
    switch (error.code) {
      case 'badCredentials': return t('change.badCredentials');
      case 'badCode': return t('factor.badCode');
      case 'lockedOut': return t('login.lockedOut');
      case 'tooMany': return t('login.tooMany', { seconds: error.retryAfter ?? 60 });
      case 'busy': return t('login.cannotNow', { seconds: error.retryAfter ?? 2 });
      case 'network': return t('login.network');
      default: return t('login.other', { code: error.code });
    }
  }
}
