import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatClock } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon } from '../../shared/ui/icons';
import { openPage } from '../../shared/ui/navigation';
import { shared } from '../../shared/ui/styles';
import { Desk } from './desk';
import { pageStyles } from './notifications-styles';
import { t } from './words';
import '../../shared/ui/empty-state';
import './groups-part';
import './queue-part';
import './rules-part';
import './texts-part';

const parts = ['queue', 'rules', 'groups', 'texts'] as const;

/** Whom alarms call: rules, groups and texts for engineers, and the queue for supervisors too. */
@customElement('notifications-page')
export class NotificationsPage extends AppElement {
  static override styles = [shared, pageStyles];

  /** Which part is shown. */
  @property({ attribute: false }) of: string | undefined;
  /** Whether the user may change something. */
  @property({ attribute: false }) manages = false;
  #desk = new Desk();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#desk = new Desk();
    void this.#desk.ask(this.manages);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#desk.stop();
  }

  protected override render(): TemplateResult {
    const shown = this.manages ? parts.find((one) => one === this.of) ?? 'queue' : 'queue';
    return html`<header><h1>${t('page.title')}</h1>
      ${this.manages ? html`<nav aria-label=${t('page.title')}>${parts.map((one) => html`<button data-testid=${`part-${one}`}
        aria-current=${one === shown ? 'page' : nothing} @click=${() => this.#open(one)}>${t(`part.${one}`)}</button>`)}</nav>` : nothing}
      </header>
      <div class="body">${this.#missing()}${shown === 'queue' ? html`<queue-part></queue-part>` : this.#part(shown)}</div>`;
  }

  #part(shown: 'rules' | 'groups' | 'texts'): TemplateResult {
    const settings = this.#desk.settings.value;
    const failed = this.#desk.failed.value;
    if (failed?.code === 'forbidden') {
      return html`<empty-state heading=${t('forbidden.title')} text=${t('forbidden.text')}></empty-state>`;
    }
    if (!settings) {
      return failed ? html`<empty-state kind="error" heading=${t('failed.title')} text=${t('failed.text', {
        code: plain(failed.code), time: formatClock(failed.since, watched.zone.value), trying: common('error.trying'),
      })}></empty-state>` : html`<div role="status" aria-label=${t('page.loading')}>${bones}</div>`;
    }
    switch (shown) {
      case 'rules': return html`<rules-part .desk=${this.#desk} .settings=${settings}></rules-part>`;
      case 'groups': return html`<groups-part .desk=${this.#desk} .settings=${settings}></groups-part>`;
      default: return html`<texts-part .desk=${this.#desk} .settings=${settings}></texts-part>`;
    }
  }

  /** What the configuration of the server lacks. */
  #missing(): TemplateResult | typeof nothing {
    const ways = this.#desk.ways.value;
    const lacks = ways ? [ways.mail ? '' : t('ways.mail'), ways.sms ? '' : t('ways.sms'), ways.mail && !ways.links ? t('ways.links') : '']
      .filter((one) => one !== '') : [];
    return lacks.length === 0 ? nothing : html`<p class="note" data-testid="ways">${brokenIcon()}<span>${lacks.join(' ')}</span></p>`;
  }

  #open(of: (typeof parts)[number]): void {
    this.#desk.error.value = undefined;
    openPage(this, { page: 'notifications', query: { of } });
  }
}

const bones = Array.from({ length: 5 }, (_, index) => html`<div class="bone" style="width:${50 + (index * 17) % 40}%"></div>`);
