import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { brokenIcon } from './icons';
import { shared } from './styles';

/** A page with nothing to show: what will appear here and when, or what failed and what is being tried. */
@customElement('empty-state')
export class EmptyState extends LitElement {
  static override styles = [shared, css`
    :host { display: grid; place-content: center; padding: 32px 24px; min-height: 0; overflow: auto; }
    div { max-width: 460px; display: grid; gap: 12px; border-left: 2px solid var(--line); padding: 4px 0 4px 20px; }
    div.error { border-color: var(--alarm); }
    h1 { font-size: var(--fs-3); font-weight: 600; display: flex; align-items: center; gap: 10px; }
    .error .icon { color: var(--alarm); }
    p { color: var(--text-2); }
  `];

  @property() heading = '';
  @property() text = '';
  @property() kind: 'empty' | 'error' = 'empty';

  protected override render(): TemplateResult {
    return html`<div class=${this.kind} role=${this.kind === 'error' ? 'alert' : 'status'}>
      <h1>${this.kind === 'error' ? brokenIcon() : ''}${this.heading}</h1><p>${this.text}</p></div>`;
  }
}
