import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { events } from '../shared/events/events-state';
import { stateWords } from '../shared/alarms/alarm-words';
import { alarms } from '../shared/alarms/alarms-state';
import { burstWords, firstOutMark, firstOutStyles } from '../shared/alarms/first-out';
import { inStep, priorityMark, priorityStyles } from '../shared/alarms/priority-mark';
import type { AlarmView, SiteEvent } from '../shared/contract/generated/contract';
import { arrival } from '../shared/events/arrival';
import { doubtOf } from '../shared/events/doubt';
import { deviceName, eventDescription, eventState } from '../shared/events/event-text';
import { now } from '../shared/format/clock';
import { formatAgo, formatClock, formatTime } from '../shared/format/format';
import { plain } from '../shared/format/plain';
import { codeText } from '../shared/i18n/codes';
import { live } from '../shared/live/live';
import { overview } from '../shared/site/overview';
import { stationOf } from '../shared/site/station';
import type { Trouble } from '../shared/site/trouble';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { brokenIcon, stateShape } from '../shared/ui/icons';
import { openPage, type Route } from '../shared/ui/navigation';
import { shared } from '../shared/ui/styles';
import { stripStyles } from './strip-styles';
import { t } from './words';
import '../features/alarms/sound-control';
import '../shared/alarms/alarm-key';

/**
 * The strip on top: when the way of the data is cut, what is cut, since when and what is being tried; and the alarm that calls first of all
 * stations, which stays until somebody acknowledges it. Where nothing calls it says so, with the newest event behind it.
 */
@customElement('app-strip')
export class AppStrip extends AppElement {
  static override styles = [shared, priorityStyles, firstOutStyles, stripStyles];

  protected override tick = 1000;

  protected override render(): TemplateResult | typeof nothing {
    const trouble = watched.trouble.value;
    const cut = trouble !== undefined && !watched.starting.value;
    const first = alarms.first.value;
    const own = alarms.overview.value?.own;
    if (!cut && !first) {
      return this.#quiet();
    }
    return html`${cut ? this.#banner(trouble) : nothing}${first ? this.#alarm(first) : nothing}${own ? this.#alarm(own, true) : nothing}`;
  }

  /** `own`: the first of those that the user may acknowledge, in a line of its own below the first of all, where that is another. */
  #alarm(alarm: AlarmView, own = false): TemplateResult {
    const { event } = alarm;
    const { name } = stationOf(alarm.site);
    const more = alarms.unacknowledged.value - 1;
    const flood = !own && (alarms.floodUntil.value ?? 0) > now();
    const burst = burstWords(alarm, own ? undefined : alarms.overview.value?.cause);
    return html`<div class="line alarm" data-testid=${own ? 'strip-own' : 'strip-alarm'} @animationstart=${inStep}>
      <button class="row" ?data-flood=${flood} @click=${() => this.#list()}>
        ${own ? html`<span class="own">${t('strip.own')}</span>` : html`<span class="hidden">${t('strip.alarm')}</span>`}
        ${priorityMark(alarm.priority, true)}
        ${this.#time(event)}
        <span class="muted site">${name}</span>
        <span class="state" title=${eventState(event)}>${eventState(event)}</span>
        ${firstOutMark(alarm)}<span class="what" title=${[eventDescription(event), burst].filter(Boolean).join('\n')}>${
          eventDescription(event)}${burst ? html`<span class="hidden">. ${burst}</span>` : nothing}</span>
        <span class="muted life">${stateWords(alarm)}${alarm.raises > 1 ? ` ×${alarm.raises}` : ''}</span>
        <span class="age">${formatAgo(now() - arrival(event))}</span>
        ${flood ? html`<strong class="flood" data-testid="flood" role="status" title=${t('strip.floodWhat')}>${
          t('strip.flood')}<span class="hidden">: ${t('strip.floodWhat')}</span></strong>` : nothing}
        ${more > 0 && !own ? html`<span class="more">${t('strip.more', { n: more })}</span>` : nothing}</button>
      ${flood ? html`<button class="plain grouping" data-testid="strip-group" title=${t('strip.groupHelp')} @click=${() =>
        this.#list({ group: 'cause' })}>${t('strip.group')}</button>` : nothing}
      ${own ? nothing : html`<sound-key></sound-key>`}<alarm-key .alarm=${alarm}></alarm-key></div>`;
  }

  #list(query: Route['query'] = {}): void {
    openPage(this, { page: 'alarms', site: watched.data.peek()?.site, query });
  }

  /** Nothing calls, or nobody knows: the two never look the same. Behind it the newest event, which asks for nothing. */
  #quiet(): TemplateResult | typeof nothing {
    const event = events.latest.value;
    const known = alarms.overview.value !== undefined;
    const failed = alarms.failed.value;
    if (!known && !failed) {
      return nothing;
    }
    const words = known ? t('strip.calm') : t('strip.unknown', {
      code: plain(failed?.code ?? ''), time: formatClock(failed?.since ?? 0, watched.zone.value),
    });
    return html`<div class="line quiet"><button class="row" @click=${() => openPage(this, { page: 'events', site: event?.site })}>
      <span class="calm" role="status">${stateShape(known ? 'ok' : 'warn')}${words}</span>
      ${event ? this.#event(event) : html`<span class="what">${t('strip.none')}</span>`}</button></div>`;
  }

  #event(event: SiteEvent): TemplateResult {
    const catalog = watched.data.value?.site === event.site ? watched.data.value.catalog.value : undefined;
    return html`<span class="hidden">${t('strip.label')}</span>
      ${this.#time(event)}
      ${(overview.sites.value?.length ?? 0) > 1 ? html`<span class="muted site">${stationOf(event.site).name}</span>` : nothing}
      <span class="state" title=${eventState(event)}>${eventState(event)}</span>
      <span class="what" title=${eventDescription(event)}>${eventDescription(event)}</span>
      <span class="muted device">${deviceName(catalog, event)}</span>
      <span class="age">${formatAgo(now() - arrival(event))}</span>`;
  }

  #time(event: SiteEvent): TemplateResult {
    const doubt = doubtOf(event);
    return html`<time datetime=${event.time}>${formatTime(Date.parse(event.time), stationOf(event.site).zone)}${doubt
      ? html`<abbr title=${doubt} aria-label=${doubt}>~</abbr>` : nothing}</time>`;
  }

  #banner(trouble: Trouble): TemplateResult {
    const since = t('banner.since', {
      time: formatClock(trouble.since, watched.zone.value),
      // The browser's own link is timed by the browser's clock, everything else by the server's.
      ago: formatAgo((trouble.fault === 'browser' || trouble.fault === 'snapshot' ? Date.now() : now()) - trouble.since),
    });
    return html`<div class="line banner"><div class="row banner" data-testid="banner">
      ${brokenIcon()}<strong role="alert">${this.#what(trouble)}</strong>
      <span class="details">${trouble.fault === 'snapshot' ? '' : `${since} · ${this.#trying(trouble)}`}${trouble.stale
        ? html`<span class="old"> · ${t('banner.old')}</span>` : ''}${this.#reason(trouble)}</span>
    </div></div>`;
  }

  /** The gateway's own words stand last: they are long, technical and in its language. */
  #reason({ fault, reason, detail }: Trouble): TemplateResult | typeof nothing {
    const words = [reason === undefined ? undefined : codeText('linkReason', reason), detail && plain(detail)].filter(Boolean).join(': ');
    return (fault === 'field' || fault === 'fieldPart' || fault === 'historian') && words !== ''
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
      case 'historian': return t('banner.historian');
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
      case 'historian': return t('banner.try.historian');
      default: return t('banner.try.field');
    }
  }
}
