import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CatalogTag } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { MOST_TAGS } from './view';
import { t } from './words';

/** The most rows of the list: what is further down is found by searching. */
const ROWS = 100;

/** Letters without accents and capitals: who searches types neither. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The points in whose description, bay or tag every word of the search stands; measurements first. */
export function found(points: Iterable<CatalogTag>, search: string): CatalogTag[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return [...points]
    .filter((point) => {
      const text = folded(`${point.description} ${point.tag} ${point.bay ?? ''}`);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.kind !== b.kind ? (a.kind === 'analog' ? -1 : 1)
      : a.description.localeCompare(b.description) || a.tag.localeCompare(b.tag));
}

/** The points of the station to choose from. It says `choose` with a tag, that is added or removed, and `close`. */
@customElement('trend-tags')
export class TrendTags extends AppElement {
  static override styles = [shared, css`
    :host {
      position: absolute; top: 0; bottom: 0; right: 0; width: min(calc(400px * var(--sign)), 100%); z-index: 5; background: var(--surface);
      box-shadow: var(--shadow); border-left: 1px solid var(--line); display: grid; grid-template-rows: auto auto minmax(0, 1fr);
    }
    header { display: flex; align-items: center; gap: 8px; padding: 12px 12px 0 16px; }
    h2 { font-size: var(--fs-2); font-weight: 600; flex: 1; }
    .close { width: 40px; height: 40px; display: grid; place-items: center; color: var(--text-2); }
    .close:hover { color: var(--text); }
    .search { padding: 8px 16px 12px; display: grid; gap: 8px; }
    input[type='search'] {
      width: 100%; min-height: 40px; padding: 0 10px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg);
    }
    .list { overflow: auto; border-top: 1px solid var(--line); }
    label { display: flex; gap: 12px; align-items: flex-start; padding: 8px 16px; border-bottom: 1px solid var(--raised); cursor: pointer; }
    label:hover { background: var(--raised); }
    label:has(:disabled) { color: var(--text-2); cursor: default; }
    label input { margin: 3px 0 0; width: 16px; height: 16px; accent-color: var(--key); flex: none; }
    label span { min-width: 0; overflow-wrap: anywhere; }
    small { display: block; color: var(--text-2); font-size: var(--fs-1); }
    p { color: var(--text-2); }
    .list p { padding: 16px; }
  `];

  @property({ attribute: false }) chosen: readonly string[] = [];
  @state() private search = '';

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const points = watched.data.value?.points.value;
    const list = found(points?.values() ?? [], this.search);
    const full = this.chosen.length >= MOST_TAGS;
    return html`<header><h2>${t('tags.list')}</h2><button class="close" aria-label=${t('tags.close')} title=${t('tags.close')}
        @click=${this.#close}>${closeIcon()}</button></header>
      <div class="search"><input type="search" maxlength="100" placeholder=${t('tags.search')} aria-label=${t('tags.search')}
        .value=${this.search} @input=${(event: Event) => this.#look((event.target as HTMLInputElement).value)} @keydown=${this.#keys}>
        ${full ? html`<p role="status">${t('tags.most')}</p>` : nothing}</div>
      <div class="list" @keydown=${this.#keys}>${!points || points.size === 0 ? html`<p>${t('tags.waiting')}</p>`
        : list.length === 0 ? html`<p>${t('tags.none')}</p>` : html`${list.slice(0, ROWS).map((point) => this.#row(point, full))}${
          list.length > ROWS ? html`<p>${t('tags.more', { n: list.length - ROWS })}</p>` : nothing}`}</div>`;
  }

  #row({ tag, description, unit, kind, bay }: CatalogTag, full: boolean): TemplateResult {
    const checked = this.chosen.includes(tag);
    return html`<label data-testid="trend-choice"><input type="checkbox" name=${tag} .checked=${checked} ?disabled=${full && !checked}
      @change=${() => this.dispatchEvent(new CustomEvent<string>('choose', { detail: tag }))}>
      <span>${plain(description) || tag}<small>${[tag, kind === 'digital' ? t('tags.digital') : plain(unit ?? ''), plain(bay ?? '')]
        .filter(Boolean).join(' · ')}</small></span></label>`;
  }

  #look(search: string): void {
    this.search = search;
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
