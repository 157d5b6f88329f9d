import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatClock, formatDate } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { actText, acts } from './audit-words';
import { filterNames, nothingChosen, type FilterName, type Filters } from './filters';
import { filtersStyles } from './filters-styles';
import { momentOf, wallTime } from '../../shared/format/wall-time';
import { t } from './words';

/** Which lines are shown: a form, and as chips what was chosen. It says with `filters` what is to be shown. */
@customElement('audit-filters')
export class AuditFilters extends AppElement {
  static override styles = [shared, filtersStyles];

  @property({ attribute: false }) filters: Filters = nothingChosen;
  @property({ attribute: false }) zone = 'UTC';
  /** Whether the form is shown on a phone too. */
  @property({ attribute: false }) open = false;

  protected override render(): TemplateResult {
    const { filters, zone } = this;
    const moment = (name: 'from' | 'to'): string => {
      const time = Date.parse(filters[name]);
      return Number.isNaN(time) ? '' : wallTime(time, zone);
    };
    const chosen = filterNames.filter((name) => filters[name] !== '');
    return html`
      <form ?data-open=${this.open} @submit=${this.#submit}>
        <label>${t('audit.who')}<input name="who" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false"
          .value=${filters.who}></label>
        <label>${t('audit.what')}<select name="what">
          <option value="" .selected=${filters.what === ''}>${t('filter.everything')}</option>
          ${this.#acts(filters.what).map((one) => html`<option value=${one} .selected=${filters.what === one}>${actText(one)}</option>`)}
        </select></label>
        <label>${t('audit.target')}<input name="target" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false"
          .value=${filters.target}></label>
        <label>${t('filter.from')}<input name="from" type="datetime-local" .value=${moment('from')}></label>
        <label>${t('filter.to')}<input name="to" type="datetime-local" .value=${moment('to')}></label>
        <button class="key" data-testid="apply">${t('filter.apply')}</button>
      </form>
      ${chosen.length === 0 ? nothing : html`<div class="chips" role="group" aria-label=${t('filter.chosen')}>
        ${chosen.map((name) => this.#chip(name, this.#value(name)))}
        ${chosen.length > 1 ? html`<button class="all" data-testid="clear" @click=${() => this.#choose(nothingChosen)}>${
          t('filter.clear')}</button>` : nothing}</div>`}`;
  }

  #chip(name: FilterName, value: string): TemplateResult {
    const words = t(`chip.${name}`, { value });
    return html`<button class="chip" data-testid=${`chip-${name}`} aria-label=${t('filter.remove', { filter: words })}
      @click=${() => this.#choose({ ...this.filters, [name]: '' })}><span>${words}</span>${closeIcon()}</button>`;
  }

  /** A word of the address that is not known is offered too: the list is of it. */
  #acts(chosen: string): readonly string[] {
    return chosen === '' || acts.some((one) => one === chosen) ? acts : [...acts, chosen];
  }

  #value(name: FilterName): string {
    const value = this.filters[name];
    const time = name === 'from' || name === 'to' ? Date.parse(value) : NaN;
    return name === 'what' ? actText(value)
      : Number.isNaN(time) ? plain(value) : `${formatDate(time, this.zone)} ${formatClock(time, this.zone)}`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: FilterName): string => String(data.get(name) ?? '').trim();
    const moment = (name: 'from' | 'to'): string => {
      const time = momentOf(text(name), this.zone);
      return time === undefined ? '' : new Date(time).toISOString();
    };
    this.#choose({ who: text('who'), what: text('what'), target: text('target'), from: moment('from'), to: moment('to') });
  };

  #choose(filters: Filters): void {
    this.dispatchEvent(new CustomEvent('filters', { detail: filters }));
  }
}
