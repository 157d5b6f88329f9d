import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { now } from '../../shared/format/clock';
import { formatAgo, formatDate, formatTime } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { attributeWord, valueWords } from './hand-words';
import { sidePlace } from './side-place';
import { t } from './words';

/** All that is set by hand at the station that is watched. `choose` names the element of a line that was pressed, `close` ends it. */
@customElement('hand-list')
export class HandList extends AppElement {
  static override styles = [shared, sidePlace, css`
    section { padding: 16px; display: grid; gap: 12px; }
    header { display: flex; align-items: flex-start; gap: 8px; }
    h2 { font-size: var(--fs-3); font-weight: 600; line-height: 1.3; flex: 1; overflow-wrap: anywhere; outline: none; }
    .close { width: 36px; height: 36px; margin: -6px -8px 0 0; display: grid; place-items: center; color: var(--text-2); flex: none; }
    .close:hover { color: var(--text); }
    li button {
      width: 100%; padding: 8px 0; display: grid; gap: 2px; border-top: 1px solid var(--line); overflow-wrap: anywhere; min-height: 44px;
    }
    li button:hover { background: var(--raised); }
    .who { font-size: var(--fs-1); }
  `];

  protected override tick = 1000;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  protected override render(): TemplateResult {
    const data = watched.data.value;
    const lines = [...data?.byHand.value ?? []].sort(([one], [other]) => one.localeCompare(other))
      .flatMap(([tag, hands]) => hands.map((hand) => ({ tag, hand })));
    const zone = watched.zone.value;
    return html`<section aria-label=${t('hand.listTitle', { site: watched.summary.value?.name ?? '' })} @keydown=${this.#keys}>
      <header><h2 tabindex="-1">${t('hand.listTitle', { site: plain(watched.summary.value?.name ?? '') })}</h2>
        <button class="close" aria-label=${t('panel.close')} @click=${this.#close}>${closeIcon()}</button></header>
      ${lines.length === 0 ? html`<p class="muted">${t('hand.listNone')}</p>` : html`<ul>${lines.map(({ tag, hand }) => {
        const what = data?.described.value.get(tag)?.description || tag;
        const at = Date.parse(hand.time);
        return html`<li><button data-testid="hand-line" title=${t('hand.listOpen', { what })} @click=${() => this.#choose(tag)}>
          <strong>${what}</strong>
          <span>${t('hand.is', {
            attribute: attributeWord(hand.attribute), value: valueWords(hand.attribute, hand.value, data?.catalog.value),
          })}</span>
          <span class="who muted">${t('hand.by', { who: plain(hand.who) })} ${formatDate(at, zone)} ${formatTime(at, zone)}
            · ${formatAgo(now() - at)}</span>
          <span class="who muted">${tag}</span></button></li>`;
      })}</ul>`}</section>`;
  }

  #choose(tag: string): void {
    this.dispatchEvent(new CustomEvent<string>('choose', { detail: tag }));
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.#close();
    }
  };
}
