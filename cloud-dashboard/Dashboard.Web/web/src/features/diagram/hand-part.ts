import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api, ApiError } from '../../shared/api/api';
import { operatesAt } from '../../shared/api/role';
import type { ElementByHand, ElementMessage } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo, formatDate, formatTime } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { handStyles } from './hand-styles';
import { attributeWord, colourWords, handOf, nowWords, refusalWords, seenOf, valueWords, type HandAttribute } from './hand-words';
import { t } from './words';

/** What is asked about before it is done; `seen` and `old` are of the moment of the question. */
interface Sure {
  readonly attribute: HandAttribute;
  /** Without one it is taken back. */
  readonly value: string | undefined;
  readonly old: string;
  readonly seen: string | undefined;
}

/** What of an element is set by hand, by whom and when; operators set it here and take it back, after a question. */
@customElement('hand-part')
export class HandPart extends AppElement {
  static override styles = [shared, handStyles];

  @property() tag = '';
  @property({ type: Boolean }) stale = false;
  protected override tick = 1000;
  @state() private chosen: HandAttribute | undefined;
  @state() private sure: Sure | undefined;
  @state() private busy = false;
  @state() private refused = '';
  /** What the gateway has done last, until the drawing shows it and after. */
  @state() private done: Sure | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tag')) {
      this.#forget();
      this.done = undefined;
      this.refused = '';
    }
  }

  protected override updated(changed: PropertyValues): void {
    // The question stands where the key was: the keyboard goes on there, with the answer that changes nothing.
    if (changed.has('sure') && this.sure) {
      this.renderRoot.querySelector<HTMLElement>('.sure .plain')?.focus();
    } else if (changed.has('chosen') && this.chosen) {
      this.renderRoot.querySelector<HTMLElement>('form input, form select')?.focus();
    }
    this.renderRoot.querySelector('.sure, .error')?.scrollIntoView?.({ block: 'nearest' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const data = watched.data.value;
    const message = data?.element(this.tag);
    const hands = message?.byHand ?? [];
    const may = data !== undefined && operatesAt(data.site);
    const settable = may ? data.described.value.get(this.tag)?.settable ?? [] : [];
    if (hands.length === 0 && settable.length === 0) {
      return nothing;
    }
    return html`<div class="hand" @keydown=${this.#keys}><h3>${t('hand.title')}</h3>
      ${hands.map((one) => this.#set(one, may))}
      ${settable.length === 0 ? nothing : this.#offer(settable, message)}
      ${this.sure ? this.#question(this.sure) : nothing}
      ${may && this.stale ? html`<p class="muted" data-testid="hand-away">${t('hand.away')}</p>` : nothing}
      <div role="status">${this.done ? html`<p data-testid="hand-done">${
        t(this.#isShown(this.done, message) ? 'hand.done' : 'hand.waiting')}</p>` : nothing}</div>
      ${this.refused ? html`<p class="error" role="alert" data-testid="hand-refused">${brokenIcon()}<span>${this.refused}</span></p>`
        : nothing}</div>`;
  }

  #set(one: ElementByHand, may: boolean): TemplateResult {
    const at = Date.parse(one.time);
    const zone = watched.zone.value;
    return html`<div class="set" data-testid="hand-set">
      <strong>${t('hand.is', {
        attribute: attributeWord(one.attribute), value: valueWords(one.attribute, one.value, watched.data.value?.catalog.value),
      })}</strong>
      <span class="who"><span class="plate" aria-hidden="true">M</span><span>${t('hand.by', { who: plain(one.who) })}
        <time datetime=${one.time}>${formatDate(at, zone)} ${formatTime(at, zone)}</time>
        <span class="muted">${formatAgo(now() - at)}</span></span></span>
      ${may && !this.sure ? html`<button class="plain" data-testid=${`hand-release-${one.attribute}`} ?disabled=${this.stale || this.busy}
        @click=${() => this.#ask(one.attribute, undefined)}>${t('hand.release')}</button>` : nothing}</div>`;
  }

  #offer(settable: readonly HandAttribute[], message: ElementMessage | undefined): TemplateResult | typeof nothing {
    if (this.sure) {
      return nothing;
    }
    const { chosen } = this;
    if (!chosen) {
      return html`<button class="plain" data-testid="hand-open" ?disabled=${this.stale || this.busy}
        @click=${() => this.#choose(settable[0])}>${t('hand.set')}</button>`;
    }
    const catalog = watched.data.value?.catalog.value;
    return html`<form novalidate @submit=${this.#next}>
      ${settable.length > 1 ? html`<label>${t('hand.which')}<select data-testid="hand-attribute"
        @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as HandAttribute)}>
        ${settable.map((one) => html`<option value=${one} .selected=${one === chosen}>${attributeWord(one)}</option>`)}</select></label>`
        : nothing}
      <p class="muted">${t('hand.now', { value: nowWords(chosen, message, catalog) })}</p>
      ${chosen === 'text' ? html`<label>${t('hand.value')}<input name="value" data-testid="hand-value" maxlength="200" autocomplete="off"
          spellcheck="false" .value=${handOf(message, chosen)?.value ?? ''}></label>`
        : html`<label>${t('hand.colour')}<select name="value" data-testid="hand-value">${(catalog?.colours ?? []).map((colour) => html`
          <option value=${colour.index} .selected=${String(colour.index) === handOf(message, chosen)?.value}>${
            colourWords(colour)}</option>`)}</select></label>`}
      <div class="keys"><button class="key" data-testid="hand-next" ?disabled=${this.stale}>${t('hand.next')}</button>
        <button type="button" class="plain" @click=${this.#forget}>${t('hand.cancel')}</button></div></form>`;
  }

  #question({ attribute, value, old }: Sure): TemplateResult {
    const word = value === undefined ? 'release' : 'set';
    const catalog = watched.data.value?.catalog.value;
    return html`<div class="sure" role="alertdialog" aria-labelledby="sure" aria-describedby="stays" data-testid="hand-sure">
      <p id="sure">${t(`hand.sure.${word}`, { attribute: attributeWord(attribute), tag: this.tag })}</p>
      <dl><dt>${t('hand.old')}</dt><dd>${old}</dd><dt>${t('hand.new')}</dt><dd>${value === undefined ? t('hand.ofWorkbook') : html`${
        this.#swatch(attribute, value)}${valueWords(attribute, value, catalog)}`}</dd></dl>
      ${value === undefined ? nothing : html`<p id="stays" class="muted">${t('hand.stays')}</p>`}
      <div class="keys"><button class="key" data-testid="hand-yes" ?disabled=${this.busy || this.stale}
          @click=${() => void this.#do()}>${t(`hand.yes.${word}`)}</button>
        <button class="plain" data-testid="hand-no" ?disabled=${this.busy} @click=${this.#forget}>${t('hand.cancel')}</button></div></div>`;
  }

  #swatch(attribute: HandAttribute, value: string): TemplateResult | typeof nothing {
    const colour = attribute === 'text' ? undefined : watched.data.value?.catalog.value?.colours
      .find((one) => String(one.index) === value)?.colour;
    // Checked once more where it becomes a style.
    return colour && /^#[0-9a-f]{6}$/i.test(colour)
      ? html`<span class="swatch" aria-hidden="true" style=${`background:${colour}`}></span>` : nothing;
  }

  /** Whether the gateway has published what it has done. */
  #isShown({ attribute, value }: Sure, message: ElementMessage | undefined): boolean {
    const hand = handOf(message, attribute);
    return value === undefined ? hand === undefined : hand?.value === value;
  }

  #choose(attribute: HandAttribute | undefined): void {
    this.refused = '';
    this.done = undefined;
    this.chosen = attribute;
  }

  #ask(attribute: HandAttribute, value: string | undefined): void {
    const data = watched.data.peek();
    const message = data?.elements.get(this.tag);
    this.refused = '';
    this.done = undefined;
    this.sure = {
      attribute, value, old: nowWords(attribute, message, data?.catalog.peek()), seen: seenOf(message, attribute),
    };
  }

  readonly #next = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = String(new FormData(event.target as HTMLFormElement).get('value') ?? '').trim();
    if (!this.chosen || value === '') {
      this.refused = refusalWords('badValue', undefined);
    } else {
      this.#ask(this.chosen, value);
    }
  };

  readonly #forget = (): void => {
    this.chosen = undefined;
    this.sure = undefined;
  };

  async #do(): Promise<void> {
    const { sure, tag } = this;
    const site = watched.data.peek()?.site;
    if (!sure || site === undefined || this.busy) {
      return;
    }
    this.busy = true;
    let refused = '';
    try {
      await (sure.value === undefined ? api.releaseByHand(site, tag, sure.attribute, sure.seen)
        : api.setByHand(site, tag, sure.attribute, { value: sure.value, ...(sure.seen === undefined ? {} : { seen: sure.seen }) }));
    } catch (error) {
      const { code, detail } = error instanceof ApiError ? error : new ApiError('page', 0);
      refused = refusalWords(code, detail);
    } finally {
      this.busy = false;
    }
    if (this.tag === tag) {
      this.#forget();
      this.refused = refused;
      this.done = refused === '' ? sure : undefined;
    }
  }

  /** Escape takes back the question and leaves the panel open. */
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && (this.sure || this.chosen)) {
      event.stopPropagation();
      this.#forget();
    }
  };
}
