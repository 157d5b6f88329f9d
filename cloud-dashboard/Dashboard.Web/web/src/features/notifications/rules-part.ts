import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../../shared/api/api';
import type { NotificationRule } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { CENTRE, sitesAndCentre, stationOf } from '../../shared/site/station';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { changed, type Change } from './change';
import type { Desk, Settings } from './desk';
import { classes, conditions, errorText } from './notification-words';
import { partStyles } from './notifications-styles';
import { t } from './words';
import '../../shared/ui/empty-state';

type Step = NotificationRule['steps'][number];

/** The rules: which alarms call which groups, and after how long the next one. */
@customElement('rules-part')
export class RulesPart extends AppElement {
  static override styles = [shared, partStyles];

  @property({ attribute: false }) desk: Desk | undefined;
  @property({ attribute: false }) settings: Settings | undefined;
  /** The rule that is being changed; its number 0: a new one. */
  @state() private open: NotificationRule | undefined;
  @state() private asked: number | undefined;

  protected override render(): TemplateResult {
    const { rules, groups } = this.settings ?? { rules: [], groups: [] };
    return html`<div class="top"><p class="muted">${t('rules.what')}</p>
        <button class="key" data-testid="new-rule" ?disabled=${groups.length === 0}
          @click=${() => this.#new()}>${t('rules.new')}</button></div>
      ${this.open ? this.#form(this.open) : nothing}
      ${this.#error(!this.open)}
      ${rules.length === 0 && !this.open ? html`<empty-state heading=${t('rules.empty.title')}
        text=${t(groups.length === 0 ? 'rules.empty.groups' : 'rules.empty.text')}></empty-state>` : nothing}
      <ul>${repeat(rules, ({ id }) => id, (rule) => this.#row(rule))}</ul>`;
  }

  #row(rule: NotificationRule): TemplateResult {
    const name = plain(rule.name);
    const which = [
      rule.site === undefined ? t('rules.everySite') : rule.site === CENTRE ? stationOf(CENTRE).name : plain(rule.site),
      upTo(rule.leastPriority),
      rule.class === undefined ? '' : t(`class.${rule.class}`), rule.condition === undefined ? '' : conditionText(rule.condition),
      rule.action === undefined ? '' : t('rules.actionOf', { n: rule.action }),
    ].filter((one) => one !== '').join(', ');
    return html`<li data-testid=${`rule-${rule.id}`}>
      <span class="what"><b class=${rule.enabled ? '' : 'off'}>${name}</b>
        <span>${which}</span>
        <span class="muted">${rule.steps.map((step) => this.#stepText(step)).join(' → ')}${
          rule.enabled ? '' : ` · ${t('rules.off')}`}</span></span>
      ${this.asked === rule.id ? html`<span class="keys"><span role="alert">${t('rules.sure', { name })}</span>
          <button class="key" data-testid="yes" @click=${() => this.#remove(rule)}>${t('sure.yes')}</button>
          <button class="plain" @click=${() => { this.asked = undefined; }}>${t('sure.no')}</button></span>`
        : html`<span class="keys"><button class="plain" data-testid="edit" aria-label=${t('edit.which', { name })}
            @click=${() => { this.open = rule; }}>${t('edit')}</button>
          <button class="plain" data-testid="remove" aria-label=${t('remove.which', { name })}
            @click=${() => { this.asked = rule.id; }}>${t('remove')}</button></span>`}</li>`;
  }

  #stepText({ group, afterMinutes }: Step): string {
    const name = plain(this.settings?.groups.find(({ id }) => id === group)?.name ?? `#${group}`);
    return afterMinutes === 0 ? name : t('rules.step', { n: afterMinutes, name });
  }

  #form(rule: NotificationRule): TemplateResult {
    const set = (change: Change<NotificationRule>): void => { this.open = changed(rule, change); };
    const steps = rule.steps as Step[];
    const step = (index: number, change: Partial<Step>): void =>
      set({ steps: steps.map((one, i) => i === index ? { ...one, ...change } : one) });
    const added = (): Step => ({ group: steps[0]?.group ?? 0, afterMinutes: (steps.at(-1)?.afterMinutes ?? 0) + 10 });
    return html`<form novalidate data-testid="rule-form" @submit=${this.#save}>
      <h2>${rule.id === 0 ? t('rules.new') : plain(rule.name)}</h2>
      <div class="row"><label>${t('name')}<input maxlength="64" data-testid="rule-name" .value=${rule.name}
          @input=${(event: Event) => set({ name: text(event) })}></label>
        <label class="check"><input type="checkbox" .checked=${rule.enabled}
          @change=${(event: Event) => set({ enabled: (event.target as HTMLInputElement).checked })}>${t('rules.enabled')}</label></div>
      <div class="row"><label>${t('rules.site')}<input maxlength="64" list="sites" placeholder=${t('rules.everySite')}
          .value=${rule.site ?? ''} @input=${(event: Event) => set({ site: text(event) || undefined })}></label>
        <datalist id="sites">${sitesAndCentre().map(({ site, name }) => html`<option value=${site}>${name}</option>`)}</datalist>
        <label>${t('rules.priority')}<select
          @change=${(event: Event) => set({ leastPriority: Number(text(event)) })}>${[1, 2, 3, 4].map((n) => html`<option
            value=${n} .selected=${rule.leastPriority === n}>${upTo(n)}</option>`)}</select></label>
        <label>${t('rules.class')}<select
          @change=${(event: Event) => set({ class: (text(event) || undefined) as NotificationRule['class'] })}>
          <option value="">${t('rules.every')}</option>${classes.map((one) => html`<option value=${one} .selected=${rule.class === one}>${
            t(`class.${one}`)}</option>`)}</select></label>
        <label>${t('rules.condition')}<select @change=${(event: Event) => set({ condition: text(event) || undefined })}>
          <option value="">${t('rules.every')}</option>${conditions.map((one) => html`<option value=${one}
            .selected=${rule.condition === one}>${t(`condition.${one}`)}</option>`)}</select></label>
        <label class="short">${t('rules.action')}<input type="number" min="0" max="31" data-testid="rule-action"
          .value=${rule.action === undefined ? '' : String(rule.action)} @input=${(event: Event) =>
            set({ action: text(event) === '' ? undefined : Number(text(event)) })}></label></div>
      <fieldset><legend>${t('rules.steps')}</legend>${steps.map((one, index) => html`<div class="row">
        <label>${t('rules.group')}<select data-testid=${`step-${index}`}
          @change=${(event: Event) => step(index, { group: Number(text(event)) })}>
          ${this.settings?.groups.map(({ id, name }) => html`<option value=${id} .selected=${one.group === id}>${plain(name)}</option>`)}
          </select></label>
        <label class="short">${t('rules.after')}<input type="number" min="0" max="1440" data-testid=${`after-${index}`}
          .value=${String(one.afterMinutes)} @input=${(event: Event) => step(index, { afterMinutes: Number(text(event)) })}></label>
        ${steps.length > 1 ? html`<button type="button" class="plain" aria-label=${t('rules.dropStep', { n: index + 1 })}
          @click=${() => set({ steps: steps.filter((_, i) => i !== index) })}>${t('remove')}</button>` : nothing}</div>`)}
        <button type="button" class="plain" data-testid="add-step" ?disabled=${steps.length >= 10}
          @click=${() => set({ steps: [...steps, added()] })}>${t('rules.addStep')}</button></fieldset>
      ${this.#error(true)}
      <div class="keys"><button class="key" data-testid="save-rule" ?disabled=${this.desk?.busy.value}>${t('save')}</button>
        <button type="button" class="plain" @click=${() => this.#close()}>${t('cancel')}</button></div></form>`;
  }

  #error(here: boolean): TemplateResult | typeof nothing {
    const error = this.desk?.error.value;
    return here && error ? html`<p class="error" role="alert" data-testid="error">${brokenIcon()}${errorText(error)}</p>` : nothing;
  }

  #new(): void {
    const group = this.settings?.groups[0]?.id ?? 0;
    this.open = { id: 0, name: '', enabled: true, leastPriority: 2, steps: [{ group, afterMinutes: 0 }] };
  }

  #close(): void {
    this.open = undefined;
    if (this.desk) {
      this.desk.error.value = undefined;
    }
  }

  readonly #save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { open } = this;
    if (open && await this.desk?.do(() => api.setNotificationRule(open))) {
      this.#close();
    }
  };

  async #remove({ id }: NotificationRule): Promise<void> {
    await this.desk?.do(() => api.removeNotificationRule(id));
    this.asked = undefined;
  }
}

const text = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

const upTo = (n: number): string => n === 1 ? t('rules.first') : t('rules.upTo', { n });

const conditionText = (condition: string): string => {
  const known = conditions.find((one) => one === condition);
  return known ? t(`condition.${known}`) : plain(condition);
};
