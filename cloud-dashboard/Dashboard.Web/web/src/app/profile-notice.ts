import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { now } from '../shared/format/clock';
import { formatClock, formatDate } from '../shared/format/format';
import { plain } from '../shared/format/plain';
import { codeText } from '../shared/i18n/codes';
import { live } from '../shared/live/live';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { stateShape } from '../shared/ui/icons';
import { shared } from '../shared/ui/styles';
import { refusal } from './chain';
import { t } from './words';

/** Says that the gateway did not take a new profile, and why. Nothing is wrong with the values, so it is quiet. */
@customElement('profile-notice')
export class ProfileNotice extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-width: 0; background: var(--surface); }
    p {
      display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; align-items: start; margin: 0; padding: 4px 16px;
      max-height: 20dvh; overflow-y: auto; overflow-wrap: anywhere; white-space: normal; font-size: var(--fs-1); line-height: 1.4;
      border-bottom: 1px solid var(--line); color: var(--text);
    }
    .shape { margin-top: 3px; }
    @media (max-width: 720px) { p { padding: 4px 12px; } }
  `];

  protected override render(): TemplateResult | typeof nothing {
    const refused = refusal({ link: live.link.value, summary: watched.summary.value });
    const at = Date.parse(refused?.time ?? '');
    if (!refused || Number.isNaN(at)) {
      return nothing;
    }
    const zone = watched.zone.value;
    const date = formatDate(at, zone);
    // The detail is the gateway's own text: it stands as text, and ends where the sentence goes on.
    const detail = plain(refused.detail ?? '').trim().replace(/[.;]+$/, '');
    const reason = [codeText('profileReason', refused.reason), detail].filter(Boolean).join(': ');
    const words = { date, time: formatClock(at, zone), reason };
    return html`<p role="status" data-testid="refused">${stateShape('warn')}<span>${date === formatDate(now(), zone)
      ? t('refused.today', words) : t('refused.on', words)}</span></p>`;
  }
}
