import { html, type TemplateResult } from 'lit';
import { formatClock } from '../../shared/format/format';
import { common } from '../../shared/i18n/common';
import { locale } from '../../shared/i18n/locale';
import { watched } from '../../shared/site/watched';
import type { AlarmFeed } from './alarm-feed';
import { exportOf, type Filters } from './filters';
import { t } from './words';
import '../../shared/ui/empty-state';

/** What stands where no alarm does: why there is none, what will appear, or what failed. */
export function noAlarms(filters: Filters, feed: AlarmFeed | undefined, go: (filters: Filters) => void): TemplateResult {
  const failed = feed?.failed.value;
  if (failed) {
    return html`<empty-state kind="error" heading=${t('alarms.error.title')} text=${t('alarms.error.text', {
      code: failed.code, time: formatClock(failed.since, watched.zone.value), trying: common('error.trying'),
    })}></empty-state>`;
  }
  if (!feed?.list.complete) {
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
export function endOfList(feed: AlarmFeed): TemplateResult {
  if (feed.list.complete) {
    return html`<p class="end">${t('alarms.end')}</p>`;
  }
  return feed.failed.value
    ? html`<button class="end" @click=${() => void feed.more()}>${t('alarms.moreError')}</button>`
    : html`<p class="end">${feed.loading.value ? t('alarms.more') : ''}</p>`;
}

/** The same alarms as a table. */
export const exportLinks = (filters: Filters): TemplateResult => html`<span class="tables muted">${t('alarms.export')} ${
  (['csv', 'xlsx'] as const).map((form) => html`<a download href=${exportOf(filters, form, locale.language)}>${
    t(`alarms.export.${form}`)}</a> `)}</span>`;

const bones = Array.from({ length: 14 }, (_, index) => html`<div class="bone" style="width:${60 + (index * 13) % 36}%"></div>`);
