import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { arrival } from '../features/events/arrival';
import { doubtOf } from '../features/events/doubt';
import { deviceName, eventDescription, eventState } from '../features/events/event-text';
import { events } from '../features/events/events-state';
import type { SiteEvent } from '../shared/contract/generated/contract';
import { now } from '../shared/format/clock';
import { formatAgo, formatClock, formatTime } from '../shared/format/format';
import { plain } from '../shared/format/plain';
import { codeText } from '../shared/i18n/codes';
import { live } from '../shared/live/live';
import { overview } from '../shared/site/overview';
import type { Trouble } from '../shared/site/trouble';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { brokenIcon } from '../shared/ui/icons';
import { openPage } from '../shared/ui/navigation';
import { shared } from '../shared/ui/styles';
import { t } from './words';

/**
 * The strip on top: the newest trip, or else the newest event, of all stations; or, when the way of the data is cut, what is cut, since
 * when and what is being tried.
 */
@customElement('app-strip')
export class AppStrip extends AppElement {
  static override styles = [shared, css`
    :host { display: block; min-width: 0; background: var(--surface); border-bottom: 1px solid var(--line); }
    .row {
      width: 100%; height: 100%; display: flex; align-items: center; gap: 12px; padding: 0 16px; white-space: nowrap; overflow: hidden;
    }
    .what { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    .state { flex: none; font-weight: 600; max-width: 40%; overflow: hidden; text-overflow: ellipsis; }
    .device, .site { overflow: hidden; text-overflow: ellipsis; }
    .age, time { flex: none; }
    .age { color: var(--text-2); margin-left: auto; }
    time { color: var(--text-2); }
    abbr { text-decoration: none; color: var(--warn); font-weight: 600; margin-left: 4px; }
    button.row:hover { background: var(--raised); }
    :focus-visible { outline-offset: -2px; }
    .banner { background: var(--banner); color: var(--banner-text); }
    .banner strong { font-weight: 600; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    .banner .details { margin-left: auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    @media (max-width: 720px) {
      .row {
        padding: 0 12px; display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto; gap: 0 8px; align-content: center;
        line-height: 1.35;
      }
      .banner { grid-template-columns: auto minmax(0, 1fr); }
      .banner .icon { grid-row: 1 / 3; }
      .banner .details { margin: 0; font-size: var(--fs-1); }
      .what { grid-column: 1 / -1; grid-row: 1; }
      .state { grid-row: 2; max-width: 30vw; }
      .site { grid-row: 2; grid-column: 3; font-size: var(--fs-1); }
      time { grid-row: 2; font-size: var(--fs-1); }
      .age { grid-row: 2; grid-column: 4; font-size: var(--fs-1); }
      .device, .old { display: none; }
    }
  `];

  protected override tick = 1000;

  protected override render(): TemplateResult | typeof nothing {
    const trouble = watched.trouble.value;
    if (trouble && !watched.starting.value) {
      return this.#banner(trouble);
    }
    const data = watched.data.value;
    const event = events.headline.value;
    if (event) {
      return this.#event(event);
    }
    return data?.loaded.value ? html`<p class="row muted">${t('strip.none')}</p>` : nothing;
  }

  #event(event: SiteEvent): TemplateResult {
    const at = Date.parse(event.time);
    const sites = overview.sites.value ?? [];
    const site = sites.find((one) => one.site === event.site);
    const zone = site?.timeZone ?? 'UTC';
    const doubt = doubtOf(event);
    const catalog = watched.data.value?.site === event.site ? watched.data.value.catalog.value : undefined;
    return html`<button class="row" @click=${() => openPage(this, { page: 'events', site: event.site })}>
      <span class="hidden">${t('strip.label')}</span>
      <time datetime=${event.time}>${formatTime(at, zone)}${doubt
        ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</time>
      ${sites.length > 1 ? html`<span class="muted site">${site?.name ?? event.site}</span>` : nothing}
      <span class="state" title=${eventState(event)}>${eventState(event)}</span>
      <span class="what" title=${eventDescription(event)}>${eventDescription(event)}</span>
      <span class="muted device">${deviceName(catalog, event)}</span>
      <span class="age">${formatAgo(now() - arrival(event))}</span></button>`;
  }

  #banner(trouble: Trouble): TemplateResult {
    const since = t('banner.since', {
      time: formatClock(trouble.since, watched.zone.value),
      // The browser's own link is timed by the browser's clock, everything else by the server's.
      ago: formatAgo((trouble.fault === 'browser' || trouble.fault === 'snapshot' ? Date.now() : now()) - trouble.since),
    });
    return html`<div class="row banner" data-testid="banner">
      ${brokenIcon()}<strong role="alert">${this.#what(trouble)}</strong>
      <span class="details">${trouble.fault === 'snapshot' ? '' : `${since} · ${this.#trying(trouble)}`}${trouble.stale
        ? html`<span class="old"> · ${t('banner.old')}</span>` : ''}${this.#reason(trouble)}</span>
    </div>`;
  }

  /** The gateway's own words stand last: they are long, technical and in its language. */
  #reason({ fault, reason, detail }: Trouble): TemplateResult | typeof nothing {
    const words = [reason === undefined ? undefined : codeText('linkReason', reason), detail && plain(detail)].filter(Boolean).join(': ');
    return (fault === 'field' || fault === 'fieldPart') && words !== ''
      ? html`<span class="old" title=${words}> · ${words}</span>` : nothing;
  }

  #what(trouble: Trouble): string {
    const site = watched.summary.value?.name ?? watched.data.value?.site ?? '';
    switch (trouble.fault) {
      case 'browser': return t('banner.browser');
      case 'snapshot': return t('banner.snapshot');
      case 'broker': return t('banner.broker');
      case 'gateway': {
        const reasons: Record<string, Parameters<typeof t>[0]> = { silent: 'banner.gateway.silent', noState: 'banner.gateway.noState' };
        return t(reasons[trouble.reason ?? ''] ?? 'banner.gateway.offline', { site });
      }
      default: return t('banner.field', { site, device: trouble.device ?? '' });
    }
  }

  #trying(trouble: Trouble): string {
    switch (trouble.fault) {
      case 'browser': {
        const wait = Math.ceil(((live.link.value.nextTry ?? 0) - Date.now()) / 1000);
        return wait > 0 ? t('banner.try.in', { n: wait }) : t('banner.try.now');
      }
      case 'broker': return t('banner.try.broker');
      case 'gateway': return t('banner.try.gateway');
      default: return t('banner.try.field');
    }
  }
}
