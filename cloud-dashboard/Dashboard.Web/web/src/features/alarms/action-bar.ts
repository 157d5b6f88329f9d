import { html, nothing, type TemplateResult } from 'lit';
import { operates, operatesAt } from '../../shared/api/role';
import type { AlarmView } from '../../shared/contract/generated/contract';
import { stationOf } from '../../shared/site/station';
import type { Filters } from './filters';
import { readOnly } from './read-only';
import { t } from './words';

/** What can be done with what is chosen. */
export interface Actions {
  readonly acknowledge: (those: readonly AlarmView[]) => void;
  readonly ask: (asked: boolean) => void;
  readonly clear: () => void;
}

/** Everything that is shown of a station: asked about once, because it is much at once. */
export function acknowledgeAll(
  shown: readonly AlarmView[], { station }: Filters, asked: boolean, actions: Actions): TemplateResult | typeof nothing {
  const note = readOnly(station);
  const those = shown.filter((alarm) => !alarm.acknowledged && alarm.site === station);
  if (note !== undefined || station === '' || those.length === 0) {
    return note === undefined ? nothing : html`<span class="muted only">${note}</span>`;
  }
  const words = { n: those.length, name: stationOf(station).name };
  return asked
    ? html`<span class="sure" role="alert">${t('alarms.sure', words)}
        <button class="key" data-testid="acknowledge-all-yes" @click=${() => actions.acknowledge(those)}>${t('alarms.yes')}</button>
        <button class="plain" @click=${() => actions.ask(false)}>${t('alarms.no')}</button></span>`
    : html`<button class="plain" data-testid="acknowledge-all" @click=${() => actions.ask(true)}>${t('alarms.all', words)}</button>`;
}

/** What is to be done with the rows that are chosen, and what became of the last thing that was done. */
export function actionBar(
  shown: readonly AlarmView[], chosen: ReadonlySet<number>, said: string, actions: Actions): TemplateResult | typeof nothing {
  const open = shown.filter((alarm) => operates.value && chosen.has(alarm.id) && !alarm.acknowledged);
  const may = open.filter(({ site }) => operatesAt(site)).length;
  if (chosen.size === 0 && said === '') {
    return nothing;
  }
  return html`<div class="actions">
    ${said ? html`<span role="status" data-testid="outcome">${said}</span>` : nothing}
    ${chosen.size > 0 ? html`<span class="muted">${t('alarms.chosen', { n: chosen.size })}</span>` : nothing}
    ${open.length > may ? html`<span class="muted" data-testid="left">${t('alarms.left', { n: open.length - may })}</span>` : nothing}
    ${may > 0 ? html`
      <input class="comment" maxlength="500" placeholder=${t('alarms.comment')} aria-label=${t('alarms.comment')}>
      <button class="key" data-testid="acknowledge-chosen" @click=${() => actions.acknowledge(open)}>${
        t('alarms.acknowledge', { n: may })}</button>` : nothing}
    <button class="plain" @click=${actions.clear}>${t('alarms.dismiss')}</button></div>`;
}
