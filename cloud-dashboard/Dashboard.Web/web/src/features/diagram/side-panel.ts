import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { alarmTitle, stateWords } from '../../shared/alarms/alarm-words';
import { inStep, priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { siteAlarms } from '../../shared/alarms/site-alarms';
import { arrival } from '../../shared/events/arrival';
import { now } from '../../shared/format/clock';
import { formatAgo, formatDate, formatTime, formatZone } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { codeText } from '../../shared/i18n/codes';
import { live } from '../../shared/live/live';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { closeIcon, curveIcon, stateShape } from '../../shared/ui/icons';
import { openPage } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { reasonText } from './live-drawing';
import { ownState } from './own-state';
import { sidePlace } from './side-place';
import { t } from './words';
import { isRead, isZero, onlyZeros } from './zero';
import '../../shared/alarms/alarm-key';
import './hand-part';
import './panel-events';

/** What is known of one element. It lies on the side where the tap was not. */
@customElement('side-panel')
export class SidePanel extends AppElement {
  static override styles = [shared, priorityStyles, sidePlace, css`
    section { padding: 16px; display: grid; gap: 16px; }
    header { display: flex; align-items: flex-start; gap: 8px; }
    h2 { font-size: var(--fs-3); font-weight: 600; line-height: 1.3; flex: 1; overflow-wrap: anywhere; }
    .close { width: 36px; height: 36px; margin: -6px -8px 0 0; display: grid; place-items: center; color: var(--text-2); flex: none; }
    .close:hover { color: var(--text); }
    .value { font-size: var(--fs-4); font-weight: 600; line-height: 1.2; text-align: right; overflow-wrap: anywhere; }
    .value.old { color: var(--text-2); text-decoration: line-through dotted 1px; text-underline-offset: 4px; }
    .unit { font-weight: 400; color: var(--text-2); font-size: var(--fs-3); }
    .trip { display: flex; align-items: center; justify-content: flex-end; gap: 8px; font-weight: 600; }
    .alarms { display: grid; gap: 12px; border-top: 1px solid var(--line); padding-top: 16px; }
    .alarms li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; }
    .alarm { display: flex; gap: 12px; align-items: flex-start; min-width: 0; }
    .alarm .line { display: block; font-size: var(--fs-1); overflow-wrap: anywhere; }
    .trend {
      display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 40px; border: 1px solid var(--line);
      border-radius: var(--radius);
    }
    .trend:hover { background: var(--raised); }
    dl { display: grid; gap: 12px; border-top: 1px solid var(--line); padding-top: 16px; }
    dt { font-size: var(--fs-1); color: var(--text-2); }
    dd { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; overflow-wrap: anywhere; }
    @media (max-width: 720px) { dl { grid-template-columns: 1fr 1fr; } }
  `];

  @property() tag = '';
  @property({ type: Boolean }) stale = false;
  protected override tick = 1000;

  protected override render(): TemplateResult {
    const data = watched.data.value;
    const catalog = data?.catalog.value;
    const element = data?.described.value.get(this.tag);
    const point = data?.points.value.get(this.tag);
    const message = data?.element(this.tag);
    const reading = data?.tags.get(this.tag);
    const unit = element?.unit ?? point?.unit;
    const { shown, tripped } = ownState(message, reading, point);
    const quality = message?.quality ?? 'bad';
    const worst = this.stale && quality === 'good' ? 'stale' : quality;
    const zero = !this.stale && isZero(message, reading, onlyZeros(data?.elements.values() ?? [], data?.tags.values() ?? []));
    const shape = zero ? 'unknown' : worst === 'good' ? 'ok' : worst === 'stale' ? 'warn' : 'down';
    const device = catalog?.devices.find((one) => one.id === point?.device);
    return html`
      <section aria-label=${t('panel.label', { tag: this.tag })} @animationstart=${inStep}>
        <header><h2>${element?.description || plain(point?.description ?? '') || t('panel.noDescription')}</h2>
          <button class="close" aria-label=${t('panel.close')} @click=${this.#close}>${closeIcon()}</button></header>
        <p class="value ${worst === 'good' || zero ? '' : 'old'}">${shown
          ?? html`<span class="unit">${message && !point ? t('panel.colourOnly') : t('panel.noValue')}</span>`}
          ${shown !== undefined && unit && !shown.includes(unit) ? html`<span class="unit">${unit}</span>` : nothing}</p>
        ${tripped ? html`<p class="trip" data-testid="panel-trip">${stateShape('down')}${t('panel.trip')}</p>` : nothing}
        ${point && data ? html`<button class="trend" data-testid="panel-trend" @click=${() => openPage(this, {
          page: 'trends', site: data.site, query: { tags: this.tag, span: '1h' } })}>${curveIcon()}${t('panel.trend')}</button>` : nothing}
        ${this.#alarms()}
        <hand-part .tag=${this.tag} .stale=${this.stale}></hand-part>
        <dl>
          ${this.#row(t('panel.quality'), html`${stateShape(shape)}${
            zero ? t('panel.zero') : codeText('quality', worst)}
            <span class="muted">${zero ? t('panel.zeroWhy')
              : this.#why(worst !== quality, message === undefined) ?? reasonText(message)}</span>
            ${(reading?.flags ?? []).map((flag) => html`<span class="flag">${codeText('flag', flag)}</span>`)}`)}
          ${message && (message.quality !== 'good' || !reading)
            ? this.#row(t(message.quality === 'good' ? 'panel.time' : 'panel.since'), this.#time(message.time)) : nothing}
          ${reading ? this.#row(isRead(reading, this.stale) ? t('panel.unchanged') : t('panel.read'),
            reading.time ? this.#time(reading.time) : t('panel.never')) : nothing}
          ${this.#row(t('panel.zone'), formatZone(watched.zone.value, now()))}
          ${point ? this.#row(t('panel.device'), plain(device?.description ?? point.device)) : nothing}
          ${this.#row(t('panel.tag'), this.tag)}
        </dl>
        ${data ? html`<panel-events .site=${data.site} .tag=${this.tag}></panel-events>` : nothing}
      </section>`;
  }

  /** What is open of this point; what calls can be acknowledged here. */
  #alarms(): TemplateResult | typeof nothing {
    const open = siteAlarms.of(this.tag);
    return open.length === 0 ? nothing : html`<ul class="alarms" aria-label=${t('panel.alarms')}>${open.map((alarm) => html`
      <li data-testid="panel-alarm"><span class="alarm">${priorityMark(alarm.priority, !alarm.acknowledged)}
        <span><strong>${stateWords(alarm)}</strong>${alarm.raises > 1 ? ` ×${alarm.raises}` : ''} <span class="muted">${
          formatAgo(now() - arrival(alarm.event))}</span>
          <span class="muted line">${alarmTitle(alarm)}</span></span></span>
        ${alarm.acknowledged ? html`<span class="muted">${plain(alarm.acknowledgedBy ?? '')}</span>`
          : html`<alarm-key .alarm=${alarm}></alarm-key>`}</li>`)}</ul>`;
  }

  #why(link: boolean, none: boolean): string | undefined {
    return none ? t('panel.none') : link ? live.link.value.up ? codeText('reason', 'gatewayOffline') : t('panel.browser') : undefined;
  }

  #row(name: string, value: TemplateResult | string): TemplateResult {
    return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  }

  #time(time: string): TemplateResult {
    const at = Date.parse(time);
    const zone = watched.zone.value;
    return html`<time datetime=${time}>${formatDate(at, zone)} ${formatTime(at, zone)}</time><span class="muted">${
      formatAgo(now() - at)}</span>`;
  }

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
  };
}
