import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { priorityWord } from '../../shared/alarms/alarm-words';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, soundIcon } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { sound } from './sound';
import { t } from './words';

const look = css`
  .plain {
    min-height: calc(28px * var(--sign)); padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); white-space: nowrap;
    display: inline-flex; align-items: center; gap: 8px;
  }
  .plain:hover { background: var(--raised); }
  @media (max-width: 720px) { .plain { min-height: 40px; } }
`;

/** The sound of this console: on or off, how loud, and what each priority sounds like. */
@customElement('sound-control')
export class SoundControl extends AppElement {
  static override styles = [shared, look, css`
    :host { position: relative; margin-left: auto; }
    .card {
      position: absolute; right: 0; top: calc(100% + 4px); z-index: 6; width: max-content; max-width: calc(100vw - 24px); padding: 16px;
      display: grid; gap: 12px; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
      box-shadow: var(--shadow);
    }
    label { display: flex; align-items: center; gap: 12px; }
    input[type='checkbox'] { width: 18px; height: 18px; accent-color: var(--key); }
    input[type='range'] { flex: 1; accent-color: var(--key); }
    .tests { display: flex; flex-wrap: wrap; gap: 8px; }
  `];

  @state() private open = false;

  protected override render(): TemplateResult {
    const on = sound.on.value;
    return html`<button class="plain" data-testid="sound" aria-expanded=${this.open} @click=${() => this.#toggle()}>${soundIcon(on)}${
      on ? t('sound.isOn') : t('sound.isOff')}</button>
      ${this.open ? html`<div class="card" @keydown=${this.#keys}>
        <label><input type="checkbox" data-testid="sound-on" .checked=${on}
          @change=${(event: Event) => sound.choose((event.target as HTMLInputElement).checked)}>${t('sound.choose')}</label>
        <label>${t('sound.volume')}<input type="range" min="0" max="1" step="0.05" .value=${String(sound.volume.value)}
          @input=${(event: Event) => sound.setVolume((event.target as HTMLInputElement).valueAsNumber)}></label>
        <div class="tests" role="group" aria-label=${t('sound.test')}>${[1, 2, 3, 4].map((priority) => html`<button class="plain"
          @click=${() => void sound.test(priority)}>${t('sound.testOf', { n: priority, word: priorityWord(priority) })}</button>`)}</div>
        <p class="muted">${t('sound.what')}</p></div>` : nothing}`;
  }

  #toggle(): void {
    this.open = !this.open;
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      this.open = false;
    }
  };
}

/** That the browser lets nothing be heard: whoever relies on the sound must know it. */
@customElement('sound-notice')
export class SoundNotice extends AppElement {
  static override styles = [shared, look, css`
    :host { display: block; min-width: 0; background: var(--surface); }
    p {
      display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 0; padding: 4px 16px; font-size: var(--fs-1);
      border-bottom: 1px solid var(--line);
    }
    .icon { color: var(--warn); }
  `];

  protected override render(): TemplateResult | typeof nothing {
    return sound.on.value && sound.blocked.value
      ? html`<p role="alert" data-testid="sound-blocked">${brokenIcon()}${t('sound.blocked')}
          <button class="plain" @click=${() => void sound.unblock()}>${t('sound.unblock')}</button></p>` : nothing;
  }
}

/** Silences what sounds now, at this console. */
@customElement('sound-key')
export class SoundKey extends AppElement {
  static override styles = [shared, look, css`:host { display: inline-flex; flex: none; } .plain { min-height: calc(32px * var(--sign)); }
    @media (max-width: 1000px) { .plain { padding: 0 10px; } .plain span { display: none; } }`];

  protected override render(): TemplateResult | typeof nothing {
    return sound.sounding.value === undefined || sound.blocked.value ? nothing
      : html`<button class="plain" data-testid="silence" title=${t('sound.silenceHelp')} aria-label=${t('sound.silence')}
          @click=${() => sound.silence()}>${soundIcon(true)}<span>${t('sound.silence')}</span></button>`;
  }
}
