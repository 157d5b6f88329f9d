import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { priorityWord } from '../../shared/alarms/alarm-words';
import { alarms } from '../../shared/alarms/alarms-state';
import { priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { now } from '../../shared/format/clock';
import { momentOf, wallTime } from '../../shared/format/wall-time';
import { sitesAndCentre } from '../../shared/site/station';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { groupings, states, type Filters } from './filters';
import { t } from './words';

/** So long after the last letter the text is looked for. */
const PAUSE = 300;
const HOUR = 3_600_000;

/** The last hours, as a press: a look back, a shift, a day, a week. */
const spans = [1, 8, 24, 168] as const;

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
    .moment { display: inline-flex; align-items: center; gap: 4px; color: var(--text-2); font-size: var(--fs-1); }
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
  @state() private timed = false;
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
      <div class="group" role="group" aria-label=${t('filter.group')}>${groupings.map((one) => chip(filters.group === one,
        t(`filter.by.${one}`), { group: filters.group === one ? '' : one }, t(`group.by.${one}`)))}</div>
      <select aria-label=${t('filter.station')}
        @change=${(event: Event) => this.#choose({ station: (event.target as HTMLSelectElement).value })}>
        <option value="" .selected=${filters.station === ''}>${t('filter.allStations')}</option>
        ${this.#stations(filters.station).map(([site, name]) => html`<option value=${site} .selected=${filters.station === site}>${
          name}</option>`)}
      </select>
      <input type="search" maxlength="100" .value=${filters.text} placeholder=${t('filter.search')} aria-label=${t('filter.text')}
        @input=${this.#typed}>
      ${this.#time(filters, chip)}`;
  }

  /** From when to when: shown where it is chosen, or asked for. */
  #time({ from, to }: Filters, chip: (
    pressed: boolean, words: TemplateResult | string, next: Partial<Filters>, label: string) => TemplateResult): TemplateResult {
    const zone = watched.zone.value;
    const isOpen = this.timed || from !== '' || to !== '';
    const field = (name: 'from' | 'to', value: string): TemplateResult => html`<label class="moment">${t(`filter.${name}`)}<input
      type="datetime-local" name=${name} .value=${value === '' ? '' : wallTime(Date.parse(value), zone)}
      @change=${(event: Event) => this.#moment(name, (event.target as HTMLInputElement).value, zone)}></label>`;
    if (!isOpen) {
      return html`<button class="chip" aria-expanded="false" data-testid="filter-time" @click=${() => this.#open(true)}>${
        t('filter.time')}</button>`;
    }
    return html`<div class="group" role="group" aria-label=${t('filter.time')}>
      ${spans.map((hours) => chip(false, t(`filter.last${hours}`), { from: new Date(now() - hours * HOUR).toISOString(), to: '' },
        t(`filter.last${hours}`)))}
      ${field('from', from)}${field('to', to)}
      <button class="chip" data-testid="filter-time-off" aria-label=${t('filter.timeOff')} @click=${() => {
        this.#open(false);
        this.#choose({ from: '', to: '' });
      }}>${closeIcon()}</button></div>`;
  }

  #open(timed: boolean): void {
    this.timed = timed;
  }

  #moment(name: 'from' | 'to', wall: string, zone: string): void {
    const time = momentOf(wall, zone);
    this.#choose({ [name]: time === undefined ? '' : new Date(time).toISOString() });
  }

  /** A station of the address that is not known is offered too: the list is of it. */
  #stations(chosen: string): [site: string, name: string][] {
    const known = sitesAndCentre().map(({ site, name }): [string, string] => [site, name]);
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
