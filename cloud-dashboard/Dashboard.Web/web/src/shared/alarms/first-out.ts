import { css, html, nothing, type TemplateResult } from 'lit';
import type { AlarmView, SiteEvent } from '../contract/generated/contract';
import { eventDescription } from '../events/event-text';
import { formatTime } from '../format/format';
import { stationOf } from '../site/station';
import { t } from './words';

/** What is said of the burst of an alarm: that it was raised first in it, or what was; undefined where it stands alone. */
export function burstWords({ burst, firstOut, site }: AlarmView, cause?: SiteEvent): string | undefined {
  if (burst === undefined || burst.alarms < 2) {
    return undefined;
  }
  const words = firstOut ? t('first.of', { n: burst.alarms })
    : cause === undefined ? t('first.in', { n: burst.alarms })
      : t('first.behind', {
        n: burst.alarms, what: eventDescription(cause), time: formatTime(Date.parse(cause.time), stationOf(site).zone),
      });
  return burst.doubtful ? `${words} ${t('first.doubtful')}` : words;
}

/** The mark of the first alarm of a burst. */
export const firstOutMark = (alarm: AlarmView): TemplateResult | typeof nothing => alarm.firstOut
  ? html`<span class="first" data-testid="first-out" title=${burstWords(alarm) ?? ''}>${t('first.mark')}${
    alarm.burst?.doubtful ? ' ~' : ''}</span>` : nothing;

export const firstOutStyles = css`
  .first {
    flex: none; display: inline-block; padding: 0 6px; margin-right: 8px; border: 1px solid var(--text); border-radius: 3px;
    font-size: var(--fs-1); font-weight: 600; line-height: 1.4; white-space: nowrap;
  }
`;
