import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { at } from '../../shared/api/base';
import type { MadeToken } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { shared } from '../../shared/ui/styles';
import { t } from './words';

/** A token that was made just now. */
export type Made = MadeToken & { readonly kind: 'program' | 'wall' };

/** The secret of a token, until the reader has put it aside: `aside` says so. Of a wall display it is a link. */
@customElement('token-secret')
export class TokenSecret extends AppElement {
  static override styles = [shared, css`
    :host {
      display: grid; gap: 8px; padding: 12px 16px; border: 1px solid var(--line); border-left: 3px solid var(--key);
      border-radius: var(--radius); background: var(--surface); max-width: 760px;
    }
    h2 { font-size: var(--fs-2); font-weight: 600; overflow-wrap: anywhere; }
    code { font: 600 var(--fs-2)/1.4 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; user-select: all; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); }
  `];

  @property({ attribute: false }) made: Made | undefined;
  @state() private copied = false;

  protected override render(): TemplateResult {
    const { made } = this;
    const shown = made?.kind === 'wall' ? `${location.origin}${at('/wall')}#${made.token}` : made?.token ?? '';
    return html`<h2>${t(made?.kind === 'wall' ? 'secret.wall' : 'secret.program', { name: plain(made?.name ?? '') })}</h2>
      <code data-testid="secret">${shown}</code>
      <p class="muted">${t('secret.once')}</p>
      <div class="row"><button class="key" @click=${() => this.#copy(shown)}>${t(this.copied ? 'secret.copied' : 'secret.copy')}</button>
        <button class="plain" data-testid="secret-aside" @click=${() => this.dispatchEvent(new CustomEvent('aside'))}>${
          t('secret.aside')}</button></div>`;
  }

  /** Where the browser has no clipboard for pages, the text is selected: the reader copies it. */
  async #copy(text: string): Promise<void> {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    this.copied = await (clipboard?.writeText(text).then(() => true, () => false) ?? Promise.resolve(false));
    const code = this.renderRoot.querySelector('code');
    if (!this.copied && code) {
      getSelection()?.selectAllChildren(code);
    }
  }
}
