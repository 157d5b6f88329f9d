import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { alarms } from '../../shared/alarms/alarms-state';
import { inStep, priorityMark, priorityStyles } from '../../shared/alarms/priority-mark';
import { api, ApiError } from '../../shared/api/api';
import { supervisesAt } from '../../shared/api/role';
import type { SiteSummary } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo, formatClock, formatDate, knownZone } from '../../shared/format/format';
import { overview } from '../../shared/site/overview';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, stateShape } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { t } from './words';

/** All stations, for those who may forget one that is no more; where they may not, it has no button. */
@customElement('stations-page')
export class StationsPage extends AppElement {
  static override styles = [shared, priorityStyles, css`
    :host { display: block; min-height: 0; overflow: auto; padding: 16px; }
    h1 { font-size: var(--fs-2); font-weight: 600; }
    p { max-width: 640px; margin: 8px 0 16px; }
    li {
      display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; min-height: 56px; max-width: 760px; padding: 8px 0;
      border-top: 1px solid var(--line);
    }
    .what { flex: 1 1 240px; display: grid; gap: 2px; min-width: 0; overflow-wrap: anywhere; }
    .calls { display: inline-flex; align-items: center; gap: 8px; flex: none; }
    .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); }
    .plain:disabled { opacity: 0.65; }
    .error { display: flex; align-items: center; gap: 8px; flex-basis: 100%; }
    .error .icon { color: var(--alarm); }
  `];

  protected override tick = 5000;
  /** The station that is asked about. */
  @state() private asked: string | undefined;
  @state() private busy = false;
  @state() private failed: { site: string; code: string } | undefined;

  protected override render(): TemplateResult {
    return html`<h1>${t('stations.title')}</h1><p class="muted">${t('stations.what')}</p>
      <ul @animationstart=${inStep}>${overview.sites.value?.map((site) => this.#station(site))}</ul>`;
  }

  #station(site: SiteSummary): TemplateResult {
    const online = site.status === 'online';
    return html`<li data-testid=${`station-${site.site}`}>
      ${stateShape(online ? 'ok' : site.status === 'unknown' ? 'unknown' : 'down')}
      <div class="what"><span>${site.name} <span class="muted">${site.site}</span></span>
        <small class="muted">${this.#news(site)}</small></div>
      ${this.#calls(site.site)}
      ${supervisesAt(site.site) ? this.#forgetting(site, online) : nothing}
      ${this.failed?.site === site.site
        ? html`<span class="error" role="alert">${brokenIcon()}${this.#failure(site, this.failed.code)}</span>` : nothing}</li>`;
  }

  #forgetting(site: SiteSummary, online: boolean): TemplateResult {
    return this.asked === site.site ? html`<span role="alert">${t('stations.sure', { name: site.name })}</span>
        <button class="key" data-testid="forget-yes" ?disabled=${this.busy}
          @click=${() => this.#forget(site.site)}>${t('stations.yes')}</button>
        <button class="plain" data-testid="forget-no" @click=${() => this.#ask(undefined)}>${t('stations.no')}</button>`
        : html`<button class="plain" data-testid="forget" ?disabled=${online} title=${online ? t('stations.siteOnline') : nothing}
          aria-label=${t('stations.forgetWhich', { name: site.name })}
          @click=${() => this.#ask(site.site)}>${t('stations.forget')}</button>`;
  }

  #calls(site: string): TemplateResult | typeof nothing {
    const worst = alarms.worst(site);
    return worst === undefined ? nothing : html`<span class="calls">${priorityMark(worst, true)}${
      t('stations.calls', { n: alarms.of(site) })}</span>`;
  }

  #news(site: SiteSummary): string {
    const heard = Date.parse(site.lastHeard ?? '');
    if (site.status === 'online') {
      return t('stations.online');
    }
    const zone = knownZone(site.timeZone);
    return Number.isNaN(heard) ? t('stations.noNews')
      : t('stations.news', { date: formatDate(heard, zone), time: formatClock(heard, zone), ago: formatAgo(now() - heard) });
  }

  #failure(site: SiteSummary, code: string): string {
    return code === 'siteOnline' ? t('stations.siteOnline') : t('stations.failed', { name: site.name, code });
  }

  #ask(site: string | undefined): void {
    this.asked = site;
    this.failed = undefined;
  }

  async #forget(site: string): Promise<void> {
    this.busy = true;
    try {
      await api.forget(site);
      this.#ask(undefined);
    } catch (error) {
      this.#ask(undefined);
      this.failed = { site, code: error instanceof ApiError ? error.code : 'page' };
    } finally {
      this.busy = false;
    }
  }
}
