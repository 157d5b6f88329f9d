import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { operatesAt } from '../api/role';
import type { AlarmView } from '../contract/generated/contract';
import { live } from '../live/live';
import { AppElement } from '../ui/app-element';
import { shared } from '../ui/styles';
import { acknowledge, acknowledging } from './acknowledge';
import { alarmTitle, outcomeWords, wentWell } from './alarm-words';
import { t } from './words';

/** For so long after its alarm changed the key takes no press: it was meant for the alarm before. */
const GUARD = 500;

/** Acknowledges one alarm as it is shown beside the key. Who may not acknowledge at its station sees no key. */
@customElement('alarm-key')
export class AlarmKey extends AppElement {
  static override styles = [shared, css`
    :host { display: inline-flex; align-items: center; gap: 12px; flex: none; min-width: 0; }
    .key { min-height: calc(32px * var(--sign)); white-space: nowrap; font-size: var(--fs-2); }
    .outcome { font-size: var(--fs-1); white-space: normal; max-width: 28em; }
    @media (max-width: 720px) { .key { min-height: 40px; padding: 0 12px; } .outcome { max-width: 40vw; } }
  `];

  @property({ attribute: false }) alarm: AlarmView | undefined;
  @state() private guarded = true;
  @state() private outcome = '';
  #shown = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const shown = `${this.alarm?.id}/${this.alarm?.raises}`;
    if (changed.has('alarm') && shown !== this.#shown) {
      this.#shown = shown;
      this.guarded = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.guarded = false;
      }, GUARD);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#shown = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { alarm } = this;
    if (!alarm || !operatesAt(alarm.site)) {
      return nothing;
    }
    const up = live.link.value.up;
    const busy = acknowledging.value.has(alarm.id);
    return html`${this.outcome ? html`<span class="outcome" role="alert">${this.outcome}</span>` : nothing}
      <button class="key" data-testid="acknowledge" ?disabled=${!up || busy || this.guarded} title=${up ? nothing : t('alarm.offline')}
        aria-label=${t('alarm.acknowledgeWhich', { what: alarmTitle(alarm) })} @click=${() => void this.#acknowledge(alarm)}>${
        t('alarm.acknowledge')}</button>`;
  }

  async #acknowledge(alarm: AlarmView): Promise<void> {
    this.outcome = '';
    const outcome = await acknowledge([alarm]);
    this.outcome = wentWell(outcome) ? '' : outcomeWords(outcome);
  }
}
