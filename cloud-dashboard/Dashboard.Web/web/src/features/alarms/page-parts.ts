import { html, nothing, type TemplateResult } from 'lit';
import { alarms } from '../../shared/alarms/alarms-state';
import { now } from '../../shared/format/clock';
import { formatClock } from '../../shared/format/format';
import { common } from '../../shared/i18n/common';
import { locale } from '../../shared/i18n/locale';
import { watched } from '../../shared/site/watched';
import { exportOf, groupings, type Filters } from './filters';
import { GroupFeed } from './group-feed';
import type { ListFeed } from './lines';
import { t } from './words';
import '../../shared/ui/empty-state';

/** What stands where no alarm does: why there is none, what will appear, or what failed. */
export function noAlarms(filters: Filters, feed: ListFeed | undefined, go: (filters: Filters) => void): TemplateResult {
  const failed = feed?.failed.value;
  if (failed) {
    return html`<empty-state kind="error" heading=${t('alarms.error.title')} text=${t('alarms.error.text', {
      code: failed.code, time: formatClock(failed.since, watched.zone.value), trying: common('error.trying'),
    })}></empty-state>`;
  }
  if (!feed?.complete) {
    return html`<div class="skeleton" role="status" aria-label=${t('alarms.loading')}>${bones}</div>`;
  }
  const { priority, station, text, from, to } = filters;
  return [priority, station, text, from, to].some((one) => one !== '')
    ? html`<div class="none"><empty-state heading=${t('alarms.none.title')} text=${t('alarms.none.text')}></empty-state>
        <button class="plain" @click=${() => go({ ...filters, priority: '', station: '', text: '', from: '', to: '' })}>${
          t('alarms.clear')}</button></div>`
    : html`<empty-state heading=${t(`alarms.empty.${filters.state}`)} text=${
      t(filters.state === 'suppressed' ? 'alarms.empty.design'
        : filters.state === 'shelved' || filters.state === 'outOfService' ? 'alarms.empty.aside' : 'alarms.empty.text')}></empty-state>`;
}

/** What stands below the last row. */
export function endOfList(feed: ListFeed): TemplateResult {
  if (feed.complete) {
    return html`<p class="end">${t('alarms.end')}</p>`;
  }
  return feed.failed.value
    ? html`<button class="end" @click=${() => void feed.more()}>${t('alarms.moreError')}</button>`
    : html`<p class="end">${feed.loading.value ? t('alarms.more') : ''}</p>`;
}

/** How many alarms stand in the groups; and where not all do, that. */
export const totals = (feed: ListFeed | undefined): TemplateResult | typeof nothing => feed instanceof GroupFeed && feed.lines.length > 0
  ? html`<span class="muted total">${feed.cut ? t('group.cut') : t('group.total', { n: feed.total })}</span>` : nothing;

/** In a flood nobody can follow the single alarms: groups are one press away. */
export const floodOffer = (filters: Filters, go: (filters: Filters) => void): TemplateResult | typeof nothing =>
  filters.group !== '' || (alarms.floodUntil.value ?? 0) <= now() ? nothing
    : html`<p class="offer" role="status" data-testid="flood-offer"><strong>${t('group.flood')}</strong>${groupings.map((by) => html`<button
        class="plain" @click=${() => go({ ...filters, group: by })}>${t(`group.by.${by}`)}</button>`)}</p>`;

/** The same alarms as a table. */
export const exportLinks = (filters: Filters): TemplateResult => html`<span class="tables muted">${t('alarms.export')} ${
  (['csv', 'xlsx'] as const).map((form) => html`<a download href=${exportOf(filters, form, locale.language)}>${
    t(`alarms.export.${form}`)}</a> `)}</span>`;

const bones = Array.from({ length: 14 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
