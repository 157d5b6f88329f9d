import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { codeText } from '../shared/i18n/codes';
import { live } from '../shared/live/live';
import { doubtfulClock } from '../shared/site/gateway-clock';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { stateShape } from '../shared/ui/icons';
import { shared } from '../shared/ui/styles';
import { t } from './words';

/** Says that the clock of the gateway is not right, so that nobody relies on a time of it. The values themselves are as good as ever. */
@customElement('clock-notice')
export class ClockNotice extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-width: 0; background: var(--surface); }
    p {
      display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; align-items: start; margin: 0; padding: 4px 16px;
      overflow-wrap: anywhere; white-space: normal; font-size: var(--fs-1); line-height: 1.4;
      border-bottom: 1px solid var(--line); color: var(--text);
    }
    .shape { margin-top: 3px; }
    @media (max-width: 720px) { p { padding: 4px 12px; } }
  `];

  protected override render(): TemplateResult | typeof nothing {
    const clock = live.link.value.up ? doubtfulClock(watched.summary.value) : undefined;
    return clock === undefined ? nothing
      : html`<p role="status" data-testid="clock-notice">${stateShape('warn')}<span>${
        clock === 'unsynchronised' ? t('clock.unsynchronised')
          : clock === 'notSet' ? t('clock.notSet') : t('clock.other', { clock: codeText('gatewayClock', clock) })}</span></p>`;
  }
}
