import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { AppElement } from '../../shared/ui/app-element';
import { stateShape } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { session } from './session-state';
import { t } from './words';

/** Minutes and seconds, as a clock that runs down. */
export function formatLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Says that the session ends soon, and why. It covers nothing; whoever is there stays with one press, or with any other sign. */
@customElement('session-notice')
export class SessionNotice extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-width: 0; background: var(--surface); }
    p {
      display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 0; padding: 4px 16px; font-size: var(--fs-1);
      line-height: 1.4; border-bottom: 1px solid var(--line);
    }
    .text { flex: 0 1 auto; min-width: 0; }
    .left { font-weight: 600; font-variant-numeric: tabular-nums; }
    .plain {
      min-height: 32px; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised);
    }
    @media (max-width: 720px) { p { padding: 4px 12px; } .plain { min-height: 44px; } }
  `];

  protected override tick = 1000;

  protected override render(): TemplateResult | typeof nothing {
    const ending = session.life.ending.value;
    if (!ending) {
      return nothing;
    }
    const isIdle = ending.why === 'idle';
    return html`<p role="status" data-testid="session-notice" data-why=${ending.why}>${stateShape('warn')}
      <span class="text">${t(isIdle ? 'life.idle' : 'life.longest')}
        <span class="left" role="timer" aria-live="off" data-testid="session-left">${formatLeft(ending.at - Date.now())}</span></span>
      ${isIdle
        ? html`<button class="plain" data-testid="session-stay" @click=${() => session.life.report().catch(() => undefined)}>${
          t('life.stay')}</button>`
        : html`<button class="plain" data-testid="session-again" @click=${() => session.logOut().catch(() => session.leave())}>${
          t('life.again')}</button>`}</p>`;
  }
}
