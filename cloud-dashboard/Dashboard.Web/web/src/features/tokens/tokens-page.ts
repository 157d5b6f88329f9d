import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import { at } from '../../shared/api/base';
import type { TokenView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAge, formatDate } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, stateShape } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import type { Made } from './token-secret';
import { tokensStyles } from './tokens-styles';
import { t } from './words';
import './token-secret';

const EVERY = 20_000;
const kinds = ['program', 'wall'] as const;
const roles = ['viewer', 'operator', 'supervisor'] as const;

/** The tokens of programs and wall displays, for administrators. */
@customElement('tokens-page')
export class TokensPage extends AppElement {
  static override styles = [shared, tokensStyles];

  protected override tick = 5000;
  @state() private list: readonly TokenView[] | undefined;
  @state() private failed: string | undefined;
  @state() private error: string | undefined;
  @state() private busy = false;
  @state() private kind: (typeof kinds)[number] = 'program';
  /** The token that is asked about. */
  @state() private asked: string | undefined;
  @state() private made: readonly Made[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ask();
    this.#timer = setInterval(() => !document.hidden && void this.#ask(), EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.made = [];
  }

  protected override render(): TemplateResult {
    return html`<h1>${t('tokens.title')}</h1><p class="muted">${t('tokens.what')}
        <a target="_blank" href=${at('/api-reference')}>${t('tokens.reference')}</a></p>
      ${this.made.map((one) => html`<token-secret .made=${one} @aside=${() => this.#aside(one)}></token-secret>`)}
      ${this.#form()}
      ${this.failed ? html`<p class="error" role="status">${brokenIcon()}${t('tokens.failed', { code: plain(this.failed) })}</p>` : nothing}
      ${this.list?.length === 0 ? html`<p class="muted">${t('tokens.empty')}</p>` : nothing}
      <ul>${this.list?.map((token) => this.#token(token))}</ul>`;
  }

  #form(): TemplateResult {
    const wall = this.kind === 'wall';
    return html`<form novalidate @submit=${this.#create}>
      <label>${t('tokens.name')}<input name="name" maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"
        data-testid="token-name"></label>
      <label>${t('tokens.kind')}<select name="kind" data-testid="token-kind" @change=${(event: Event) => {
        this.kind = (event.target as HTMLSelectElement).value as (typeof kinds)[number];
      }}>${kinds.map((one) => html`<option value=${one} .selected=${this.kind === one}>${t(`kind.${one}`)}</option>`)}</select></label>
      <label>${t('tokens.role')}<select name="role" data-testid="token-role" ?disabled=${wall}>${
        roles.map((one) => html`<option value=${one}>${t(`role.${one}`)}</option>`)}</select></label>
      <label>${t('tokens.days')}<input name="days" type="number" min="1" max="3650" placeholder=${wall ? '400' : '90'}
        data-testid="token-days"></label>
      <label>${t('tokens.stations')}<input name="stations" autocomplete="off" autocapitalize="none" spellcheck="false"
        placeholder=${t('tokens.allStations')} data-testid="token-stations"></label>
      <button class="key" data-testid="token-create" ?disabled=${this.busy}>${t('tokens.create')}</button>
      ${this.error ? html`<p class="error" role="alert" data-testid="token-error">${brokenIcon()}${this.error}</p>` : nothing}
    </form>`;
  }

  #token(token: TokenView): TemplateResult {
    const name = plain(token.name);
    const zone = watched.zone.value;
    const over = Date.parse(token.expires) <= now();
    const date = formatDate(Date.parse(token.expires), zone);
    const facts = over ? t('tokens.over', { date })
      : t('tokens.facts', { role: t(`role.${token.role as (typeof roles)[number]}`), date, by: plain(token.createdBy) });
    const used = token.used === undefined ? t('tokens.never')
      : t('tokens.used', { ago: formatAge(now() - Date.parse(token.used)), from: plain(token.usedFrom ?? '') });
    return html`<li data-testid=${`token-${token.name}`}>${stateShape(over ? 'down' : 'ok')}
      <div class="what"><span><b>${name}</b> <span class="muted">${t(`kind.${token.kind}`)}</span></span>
        <small class="muted">${facts} · ${token.stations ? `${token.stations.map(plain).join(', ')} · ` : ''}${used}</small></div>
      ${this.asked === token.id ? html`<span role="alert">${t('tokens.sure', { name })}</span>
        <button class="key" data-testid="revoke-yes" ?disabled=${this.busy} @click=${() => this.#revoke(token)}>${t('tokens.yes')}</button>
        <button class="plain" @click=${() => { this.asked = undefined; }}>${t('tokens.no')}</button>`
        : html`<button class="plain" data-testid="revoke" aria-label=${t('tokens.revokeWhich', { name })}
          @click=${() => { this.asked = token.id; }}>${t('tokens.revoke')}</button>`}</li>`;
  }

  async #ask(): Promise<void> {
    try {
      this.list = await api.tokens();
      this.failed = undefined;
    } catch (error) {
      this.failed = codeOf(error);
    }
  }

  readonly #create = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '').trim();
    const days = Number(data.get('days'));
    const { kind } = this;
    if (!name) {
      this.error = t('tokens.missing');
      return;
    }
    await this.#do(async () => {
      const role = kind === 'wall' ? 'viewer' : String(data.get('role')) as TokenView['role'];
      const stations = String(data.get('stations') ?? '').split(/[\s,]+/).filter(Boolean);
      const made = await api.addToken({
        name, kind, role, ...(days > 0 ? { days } : {}), ...(stations.length > 0 ? { stations } : {}),
      });
      this.made = [{ ...made, kind }, ...this.made];
      form.reset();
      this.kind = 'program';
    });
  };

  async #revoke(token: TokenView): Promise<void> {
    await this.#do(() => api.revokeToken(token.id));
    this.asked = undefined;
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      const code = codeOf(error);
      const known = (['tokenExists', 'tooManyTokens', 'badRequest', 'forbidden', 'network'] as const).find((one) => one === code);
      this.error = known ? t(`error.${known}`) : t('error.other', { code: plain(code) });
    } finally {
      this.busy = false;
      void this.#ask();
    }
  }

  #aside(one: Made): void {
    this.made = this.made.filter((made) => made !== one);
  }
}

const codeOf = (error: unknown): string => error instanceof ApiError ? error.code : 'page';
