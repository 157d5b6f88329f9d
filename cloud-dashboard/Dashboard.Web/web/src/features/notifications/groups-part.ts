import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../../shared/api/api';
import type { NotificationGroup, NotificationTest } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import type { Desk, Settings } from './desk';
import { errorText } from './notification-words';
import { partStyles } from './notifications-styles';
import { t } from './words';
import '../../shared/ui/empty-state';
import './group-form';

/** The groups: who is called, by which ways, and when. */
@customElement('groups-part')
export class GroupsPart extends AppElement {
  static override styles = [shared, partStyles];

  @property({ attribute: false }) desk: Desk | undefined;
  @property({ attribute: false }) settings: Settings | undefined;
  @state() private open: NotificationGroup | undefined;
  @state() private asked: number | undefined;
  /** Where a test was sent to. */
  @state() private tested: string | undefined;

  protected override render(): TemplateResult {
    const groups = this.settings?.groups ?? [];
    const error = this.desk?.error.value;
    return html`<div class="top"><p class="muted">${t('groups.what')}</p>
        <button class="key" data-testid="new-group"
          @click=${() => this.#open({ id: 0, name: '', members: [] })}>${t('groups.new')}</button></div>
      ${this.open ? html`<group-form .group=${this.open} .busy=${this.desk?.busy.value ?? false}
        .error=${error ? errorText(error) : ''}
        @save=${(event: CustomEvent<NotificationGroup>) => void this.#save(event.detail)}
        @close=${() => this.#open(undefined)}></group-form>`
        : error ? html`<p class="error" role="alert" data-testid="error">${brokenIcon()}${errorText(error)}</p>` : nothing}
      ${this.tested ? html`<p class="said" role="status" data-testid="tested">${t('groups.tested', { name: this.tested })}</p>` : nothing}
      ${groups.length === 0 && !this.open ? html`<empty-state heading=${t('groups.empty.title')}
        text=${t('groups.empty.text')}></empty-state>` : nothing}
      <ul>${repeat(groups, ({ id }) => id, (group) => this.#row(group))}</ul>`;
  }

  #row(group: NotificationGroup): TemplateResult {
    const name = plain(group.name);
    return html`<li data-testid=${`group-${group.id}`}><span class="what"><b>${name}</b>
        ${group.members.map((member) => html`<span>${plain(member.name)}
          <span class="muted">${[member.email, member.phone].filter((one) => one !== undefined).map((one) => plain(one)).join(', ')} · ${
            member.roster.length === 0 ? t('groups.always') : t('groups.shifts', { n: member.roster.length })}</span>
          ${member.email === undefined ? nothing : this.#test(group, 'mail', member.name)}
          ${member.phone === undefined ? nothing : this.#test(group, 'sms', member.name)}</span>`)}
        ${group.webhook ? html`<span>${t('way.webhook')} <span class="muted">${plain(group.webhook.url)}</span>
          ${this.#test(group, 'webhook')}</span>` : nothing}</span>
      ${this.asked === group.id ? html`<span class="keys"><span role="alert">${t('groups.sure', { name })}</span>
          <button class="key" data-testid="yes" @click=${() => void this.#remove(group)}>${t('sure.yes')}</button>
          <button class="plain" @click=${() => { this.asked = undefined; }}>${t('sure.no')}</button></span>`
        : html`<span class="keys"><button class="plain" data-testid="edit" aria-label=${t('edit.which', { name })}
            @click=${() => this.#open(group)}>${t('edit')}</button>
          <button class="plain" data-testid="remove" aria-label=${t('remove.which', { name })}
            @click=${() => { this.asked = group.id; }}>${t('remove')}</button></span>`}</li>`;
  }

  #test(group: NotificationGroup, way: NonNullable<NotificationTest['way']>, person?: string): TemplateResult {
    return html`<button class="plain" data-testid=${`test-${way}`} ?disabled=${this.desk?.busy.value}
      @click=${() => void this.#send(group, way, person)}>${t('groups.test', { way: t(`way.${way}`) })}</button>`;
  }

  async #send({ id, name }: NotificationGroup, way: NonNullable<NotificationTest['way']>, person?: string): Promise<void> {
    this.tested = undefined;
    if (await this.desk?.do(() => api.testNotification({ group: id, way, ...(person === undefined ? {} : { person }) }))) {
      this.tested = plain(person ?? name);
    }
  }

  #open(group: NotificationGroup | undefined): void {
    this.open = group;
    this.tested = undefined;
    if (this.desk) {
      this.desk.error.value = undefined;
    }
  }

  async #save(group: NotificationGroup): Promise<void> {
    if (await this.desk?.do(() => api.setNotificationGroup(group))) {
      this.#open(undefined);
    }
  }

  async #remove({ id }: NotificationGroup): Promise<void> {
    await this.desk?.do(() => api.removeNotificationGroup(id));
    this.asked = undefined;
  }
}
