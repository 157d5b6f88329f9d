import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NotificationGroup } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { locale } from '../../shared/i18n/locale';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { changed, type Change } from './change';
import { partStyles } from './notifications-styles';
import { t } from './words';

type Member = NotificationGroup['members'][number];
type Shift = Member['roster'][number];

const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** The form of a group. `save` has the group, `close` says that nothing is to change. */
@customElement('group-form')
export class GroupForm extends AppElement {
  static override styles = [shared, partStyles];

  @property({ attribute: false }) group: NotificationGroup | undefined;
  @property({ attribute: false }) busy = false;
  @property({ attribute: false }) error = '';
  @state() private now: NotificationGroup = { id: 0, name: '', members: [] };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('group') && this.group) {
      this.now = this.group.members.length === 0 && !this.group.webhook ? { ...this.group, members: [someone()] } : this.group;
    }
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
  }

  protected override render(): TemplateResult {
    const { now } = this;
    const members = now.members as Member[];
    return html`<form novalidate data-testid="group-form" @submit=${this.#save}>
      <h2>${now.id === 0 ? t('groups.new') : plain(now.name)}</h2>
      <label>${t('name')}<input maxlength="64" data-testid="group-name" .value=${now.name}
        @input=${(event: Event) => this.#set({ name: text(event) })}></label>
      ${members.map((member, index) => this.#member(member, index))}
      <button type="button" class="plain" data-testid="add-member" ?disabled=${members.length >= 50}
        @click=${() => this.#set({ members: [...members, someone()] })}>${t('groups.addMember')}</button>
      <fieldset><legend>${t('way.webhook')}</legend><div class="row">
        <label>${t('groups.url')}<input type="url" maxlength="500" data-testid="hook"
          .value=${now.webhook?.url ?? ''} @input=${(event: Event) => this.#hook({ url: text(event) })}></label>
        <label>${t('groups.secret')}<input maxlength="200" autocomplete="off" spellcheck="false" data-testid="secret"
          placeholder=${now.id !== 0 && this.group?.webhook ? t('groups.secretStays') : ''}
          @input=${(event: Event) => this.#hook({ secret: text(event) || undefined })}></label></div></fieldset>
      ${this.error ? html`<p class="error" role="alert" data-testid="error">${brokenIcon()}${this.error}</p>` : nothing}
      <div class="keys"><button class="key" data-testid="save-group" ?disabled=${this.busy}>${t('save')}</button>
        <button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${t('cancel')}</button></div>
    </form>`;
  }

  #member(member: Member, index: number): TemplateResult {
    const set = (change: Change<Member>): void => this.#set({
      members: (this.now.members as Member[]).map((one, i) => i === index ? changed(one, change) : one) });
    const roster = member.roster as Shift[];
    const shift = (at: number, change: Partial<Shift>): void =>
      set({ roster: roster.map((one, i) => i === at ? { ...one, ...change } : one) });
    return html`<fieldset data-testid=${`member-${index}`}><legend>${plain(member.name) || t('groups.person', { n: index + 1 })}</legend>
      <div class="row"><label>${t('name')}<input maxlength="64" name="name" .value=${member.name}
          @input=${(event: Event) => set({ name: text(event) })}></label>
        <label>${t('groups.mail')}<input type="email" maxlength="254" name="mail" .value=${member.email ?? ''}
          @input=${(event: Event) => set({ email: text(event).trim() || undefined })}></label>
        <label>${t('groups.phone')}<input type="tel" maxlength="16" name="phone" placeholder="+598…" .value=${member.phone ?? ''}
          @input=${(event: Event) => set({ phone: text(event).replaceAll(' ', '') || undefined })}></label></div>
      <div class="row"><label class="short">${t('groups.language')}<select
          @change=${(event: Event) => set({ language: text(event) as Member['language'] })}>${(['es', 'en'] as const).map((one) => html`
            <option value=${one} .selected=${member.language === one}>${t(`language.${one}`)}</option>`)}</select></label>
        <label>${t('groups.zone')}<input maxlength="64" name="zone" .value=${member.zone} spellcheck="false"
          @input=${(event: Event) => set({ zone: text(event).trim() })}></label></div>
      <h3>${t('groups.roster')}</h3>
      ${roster.length === 0 ? html`<small>${t('groups.always')}</small>` : roster.map((one, at) => html`<div class="row">
        <label class="short">${t('groups.day')}<select
          @change=${(event: Event) => shift(at, { day: Number(text(event)) })}>${days.map((day) => html`<option value=${day}
            .selected=${one.day === day}>${t(`day.${day}`)}</option>`)}</select></label>
        <label class="short">${t('groups.from')}<input type="time" .value=${one.from}
          @input=${(event: Event) => shift(at, { from: text(event) })}></label>
        <label class="short">${t('groups.to')}<input type="time" .value=${one.to}
          @input=${(event: Event) => shift(at, { to: text(event) })}></label>
        <button type="button" class="plain" aria-label=${t('groups.dropShift', { n: at + 1 })}
          @click=${() => set({ roster: roster.filter((_, i) => i !== at) })}>${t('remove')}</button></div>`)}
      <div class="keys"><button type="button" class="plain" name="add-shift" ?disabled=${roster.length >= 28}
          @click=${() => set({ roster: [...roster, following(roster)] })}>${t('groups.addShift')}</button>
        <button type="button" class="plain" @click=${() => this.#set({
          members: (this.now.members as Member[]).filter((_, i) => i !== index) })}>${t('groups.dropMember')}</button></div></fieldset>`;
  }

  #set(change: Partial<NotificationGroup>): void {
    this.now = { ...this.now, ...change };
  }

  #hook(change: { url?: string; secret?: string | undefined }): void {
    const hook = changed(this.now.webhook ?? { url: '' }, change);
    this.now = changed(this.now, { webhook: hook.url === '' && !hook.secret ? undefined : hook });
  }

  readonly #save = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('save', { detail: this.now }));
  };
}

const text = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

/** A person to begin with: of the language and the zone of who enters it. */
const someone = (): Member => ({
  name: '', language: locale.language === 'en' ? 'en' : 'es', zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', roster: [],
});

/** The next day at the same times. */
const following = (roster: readonly Shift[]): Shift => {
  const last = roster.at(-1);
  return last ? { ...last, day: last.day % 7 + 1 } : { day: 1, from: '08:00', to: '18:00' };
};
