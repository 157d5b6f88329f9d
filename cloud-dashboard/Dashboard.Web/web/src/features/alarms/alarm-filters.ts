import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { priorityWord } from '../../shared/alarms/alarm-words';
import { alarms } from '../../shared/alarms/alarms-state';
import { priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { overview } from '../../shared/site/overview';
import { AppElement } from '../../shared/ui/app-element';
import { shared } from '../../shared/ui/styles';
import { states, type Filters } from './filters';
import { t } from './words';

/** So long after the last letter the text is looked for. */
const PAUSE = 300;

/** Which alarms are shown, as chips that can be read aloud. It says with `filters` what was chosen. */
@customElement('alarm-filters')
export class AlarmFilters extends AppElement {
  static override styles = [shared, priorityStyles, css`
    :host { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; min-width: 0; }
    .group { display: flex; flex-wrap: wrap; gap: 4px; min-width: 0; }
    .chip, select, input {
      min-height: calc(28px * var(--sign)); padding: 0 10px; border: 1px solid var(--line); border-radius: var(--radius);
      color: var(--text-2); background: none; white-space: nowrap; font-size: var(--fs-2);
    }
    .chip { display: inline-flex; align-items: center; gap: 6px; }
    .chip:hover { background: var(--raised); }
    .chip[aria-pressed='true'] { border-color: var(--key); background: var(--raised); color: var(--text); font-weight: 600; }
    .states .chip[aria-pressed='true'] { background: var(--key); color: var(--key-text); }
    .ranks .chip { padding: 0 6px; }
    select, input { background: var(--surface); color: var(--text); max-width: 16em; min-width: 0; }
    input { flex: 1 1 8em; max-width: 16em; }
    @media (max-width: 720px) {
      :host { flex-wrap: nowrap; overflow-x: auto; gap: 8px; }
      .group { flex: none; flex-wrap: nowrap; }
      .chip, select, input { min-height: 36px; flex: none; }
      input { flex: none; width: 9em; }
    }
  `];

  @property({ attribute: false }) filters: Filters | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { filters } = this;
    if (!filters) {
      return nothing;
    }
    const chip = (pressed: boolean, words: TemplateResult | string, next: Partial<Filters>, label: string): TemplateResult => html`<button
      class="chip" aria-pressed=${pressed} aria-label=${label} @click=${() => this.#choose(next)}>${words}</button>`;
    const calling = alarms.unacknowledged.value;
    return html`
      <div class="group states" role="group" aria-label=${t('filter.state')}>${states.map((one) => {
        const words = one === 'unacknowledged' && calling > 0 ? t('filter.calling', { n: calling }) : t(`filter.${one}`);
        return chip(filters.state === one, words, { state: one }, words);
      })}</div>
      <div class="group ranks" role="group" aria-label=${t('filter.priority')}>${[1, 2, 3, 4].map((one) =>
        chip(filters.priority.includes(String(one)), priorityMark(one), { priority: toggled(filters.priority, String(one)) },
          t('filter.priorityOf', { n: one, word: priorityWord(one) })))}</div>
      <select aria-label=${t('filter.station')}
        @change=${(event: Event) => this.#choose({ station: (event.target as HTMLSelectElement).value })}>
        <option value="" .selected=${filters.station === ''}>${t('filter.allStations')}</option>
        ${this.#stations(filters.station).map(([site, name]) => html`<option value=${site} .selected=${filters.station === site}>${
          name}</option>`)}
      </select>
      <input type="search" maxlength="100" .value=${filters.text} placeholder=${t('filter.search')} aria-label=${t('filter.text')}
        @input=${this.#typed}>`;
  }

  /** A station of the address that is not known is offered too: the list is of it. */
  #stations(chosen: string): [site: string, name: string][] {
    const known = (overview.sites.value ?? []).map(({ site, name }): [string, string] => [site, name]);
    return chosen === '' || known.some(([site]) => site === chosen) ? known : [...known, [chosen, chosen]];
  }

  readonly #typed = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#choose({ text }), PAUSE);
  };

  #choose(next: Partial<Filters>): void {
    clearTimeout(this.#timer);
    this.dispatchEvent(new CustomEvent('filters', { detail: { ...this.filters, ...next } }));
  }
}

const toggled = (digits: string, digit: string): string =>
  digits.includes(digit) ? digits.replace(digit, '') : [...digits, digit].sort().join('');
