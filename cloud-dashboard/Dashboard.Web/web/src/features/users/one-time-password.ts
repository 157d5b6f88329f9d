import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OneTimePassword } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { shared } from '../../shared/ui/styles';
import { t } from './words';

/** A password that nobody can ask for again, large, until the reader puts it aside: `aside` says so. */
@customElement('one-time-password')
export class OneTimePasswordBox extends AppElement {
  static override styles = [shared, css`
    :host { display: block; border: 1px solid var(--line); border-left: 3px solid var(--key); border-radius: var(--radius); }
    section { padding: 12px 16px; display: grid; gap: 8px; background: var(--surface); border-radius: var(--radius); }
    h2 { font-size: var(--fs-2); font-weight: 600; overflow-wrap: anywhere; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
    code {
      font: 600 var(--fs-4)/1.3 ui-monospace, 'DejaVu Sans Mono', monospace; letter-spacing: 0.02em; overflow-wrap: anywhere;
      user-select: all;
    }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); }
    .plain:hover { background: var(--raised); }
    .by-hand { max-width: 560px; }
    @media (max-width: 720px) { code { flex: 1 1 100%; font-size: 24px; } .key, .plain { min-height: 44px; flex: 1; text-align: center; } }
  `];

  @property({ attribute: false }) given: OneTimePassword | undefined;
  @state() private copied: 'no' | 'yes' | 'byHand' = 'no';

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('section')?.focus();
  }

  protected override render(): TemplateResult {
    const name = plain(this.given?.name ?? '');
    const label = t('password.label', { name });
    return html`<section tabindex="-1" aria-label=${label}>
      <h2>${label}</h2>
      <div class="row"><code data-testid="password">${this.given?.password}</code>
        <button class="key" data-testid="password-copy" @click=${this.#copy}>${
          t(this.copied === 'yes' ? 'password.copied' : 'password.copy')}</button>
        <button class="plain" data-testid="password-aside" @click=${this.#aside}>${t('password.aside')}</button></div>
      <p>${t('password.once', { name })}</p>
      <p class="by-hand muted" role="status" ?hidden=${this.copied !== 'byHand'}>${this.copied === 'byHand' ? t('password.byHand') : ''}</p>
    </section>`;
  }

  /** Over plain HTTP a browser has no clipboard for pages: then the old way, and at last the reader's own. */
  readonly #copy = async (): Promise<void> => {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const written = clipboard?.writeText(this.given?.password ?? '').then(() => true, () => false);
    if (await (written ?? false)) {
      this.copied = 'yes';
      return;
    }
    const code = this.renderRoot.querySelector('code');
    const selection = getSelection();
    if (code && selection) {
      selection.selectAllChildren(code);
    }
    this.copied = document.execCommand?.('copy') ? 'yes' : 'byHand';
  };

  readonly #aside = (): void => {
    this.dispatchEvent(new CustomEvent('aside'));
  };
}
