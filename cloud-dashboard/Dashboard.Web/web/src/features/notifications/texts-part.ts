import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../../shared/api/api';
import type { PreviewedText, TemplateView } from '../../shared/contract/generated/contract';
import { plain } from '../../shared/format/plain';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { apiError, type Desk, type Settings } from './desk';
import { errorText } from './notification-words';
import { partStyles } from './notifications-styles';
import { t } from './words';

const forms = ['mailOne', 'mailList', 'smsOne', 'smsList'] as const;
const languages = ['es', 'en'] as const;

/** The texts of messages, with what may stand in them, and how they look with an example. */
@customElement('texts-part')
export class TextsPart extends AppElement {
  static override styles = [shared, partStyles];

  @property({ attribute: false }) desk: Desk | undefined;
  @property({ attribute: false }) settings: Settings | undefined;
  @state() private form: (typeof forms)[number] = 'mailOne';
  @state() private language: (typeof languages)[number] = 'es';
  /** What was written and not saved. */
  @state() private draft: { subject: string; body: string } | undefined;
  @state() private shown: PreviewedText | undefined;
  @state() private wrong = '';
  @state() private saved = false;

  get #name(): string {
    return `${this.form}.${this.language}`;
  }

  protected override render(): TemplateResult {
    const template = this.settings?.templates.find(({ name }) => name === this.#name);
    const mail = this.form.startsWith('mail');
    return html`<p class="muted">${t('texts.what')}</p>
      <div class="top"><label>${t('texts.form')}<select data-testid="text-form"
          @change=${(event: Event) => this.#choose(() => { this.form = text(event) as (typeof forms)[number]; })}>${forms.map((one) =>
            html`<option value=${one} .selected=${this.form === one}>${t(`form.${one}`)}</option>`)}</select></label>
        <label>${t('groups.language')}<select data-testid="text-language"
          @change=${(event: Event) => this.#choose(() => { this.language = text(event) as (typeof languages)[number]; })}>${
            languages.map((one) => html`<option value=${one} .selected=${this.language === one}>${
              t(`language.${one}`)}</option>`)}</select></label></div>
      ${template ? this.#edit(template, mail) : nothing}
      ${this.shown ? html`<section class="card" data-testid="preview"><h2>${t('texts.preview')}</h2>
        ${mail ? html`<b>${plain(this.shown.subject)}</b>` : nothing}
        <pre>${this.shown.body}</pre></section>` : nothing}`;
  }

  #edit(template: TemplateView, mail: boolean): TemplateResult {
    const { subject, body } = this.draft ?? template;
    const error = this.wrong || (this.desk?.error.value ? errorText(this.desk.error.value) : '');
    return html`<form novalidate @submit=${this.#save}>
      <small>${template.isDefault ? t('texts.default') : t('texts.own')}</small>
      ${mail ? html`<label>${t('texts.subject')}<input maxlength="200" data-testid="subject" .value=${subject}
        @input=${(event: Event) => this.#write({ subject: text(event), body })}></label>` : nothing}
      <label>${t('texts.body')}<textarea maxlength="4000" data-testid="body" .value=${body}
        @input=${(event: Event) => this.#write({ subject, body: text(event) })}></textarea></label>
      <small>${t('texts.placeholders')} ${template.placeholders.map((one) => `{${one}}`).join(' ')}</small>
      ${error ? html`<p class="error" role="alert" data-testid="error">${brokenIcon()}${error}</p>` : nothing}
      ${this.saved ? html`<p class="said" role="status" data-testid="saved">${t('texts.saved')}</p>` : nothing}
      <div class="keys"><button class="key" data-testid="save-text" ?disabled=${!this.draft || this.desk?.busy.value}>${t('save')}</button>
        <button type="button" class="plain" data-testid="show"
          @click=${() => void this.#preview({ subject, body })}>${t('texts.show')}</button>
        <button type="button" class="plain" data-testid="reset" ?disabled=${template.isDefault || this.desk?.busy.value}
          @click=${() => void this.#reset()}>${t('texts.reset')}</button></div></form>`;
  }

  #choose(change: () => void): void {
    change();
    this.#write(undefined);
    this.shown = undefined;
  }

  #write(draft: { subject: string; body: string } | undefined): void {
    this.draft = draft;
    this.wrong = '';
    this.saved = false;
    if (this.desk) {
      this.desk.error.value = undefined;
    }
  }

  async #preview(written: { subject: string; body: string }): Promise<void> {
    try {
      this.shown = await api.previewNotification({ name: this.#name, ...written });
      this.wrong = '';
    } catch (error) {
      this.shown = undefined;
      this.wrong = errorText(apiError(error));
    }
  }

  readonly #save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { draft } = this;
    this.wrong = '';
    if (draft && await this.desk?.do(() => api.setNotificationTemplate(this.#name, draft))) {
      this.#write(undefined);
      this.saved = true;
    }
  };

  async #reset(): Promise<void> {
    if (await this.desk?.do(() => api.resetNotificationTemplate(this.#name))) {
      this.#write(undefined);
      this.shown = undefined;
    }
  }
}

const text = (event: Event): string => (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
