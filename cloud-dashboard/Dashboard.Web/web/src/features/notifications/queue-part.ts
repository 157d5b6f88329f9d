import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../../shared/api/api';
import type { NotificationView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAge, formatAgo, formatClock, formatDate } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { common } from '../../shared/i18n/common';
import { watched } from '../../shared/site/watched';
import { AppElement } from '../../shared/ui/app-element';
import { brokenIcon, stateShape, type NodeState } from '../../shared/ui/icons';
import { shared } from '../../shared/ui/styles';
import { apiError } from './desk';
import { faultText, states, ways } from './notification-words';
import { partStyles } from './notifications-styles';
import { queueStyles } from './queue-styles';
import { t } from './words';
import '../../shared/ui/empty-state';

const EVERY = 10_000;
const PAGE = 50;
const shapes: Readonly<Record<NotificationView['state'], NodeState>> = {
  waiting: 'unknown', claimed: 'unknown', sending: 'unknown', sent: 'ok', gaveUp: 'down', uncertain: 'warn', nobody: 'warn',
  withdrawn: 'ok',
};

/** What was sent, what waits and what could not be sent, the newest first. */
@customElement('queue-part')
export class QueuePart extends AppElement {
  static override styles = [shared, partStyles, queueStyles];

  protected override tick = 5000;
  @state() private list: readonly NotificationView[] | undefined;
  @state() private failed: { code: string; since: number } | undefined;
  @state() private of = '';
  @state() private way = '';
  @state() private next: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ask();
    // What is read further down stays as it is.
    this.#timer = setInterval(() => !document.hidden && (this.list?.length ?? 0) <= PAGE && void this.#ask(), EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#turn++;
  }

  protected override render(): TemplateResult {
    return html`<div class="top">
        <label>${t('queue.state')}<select data-testid="queue-state" @change=${(event: Event) => this.#choose({ of: valueOf(event) })}>
          <option value="">${t('queue.all')}</option>${states.map((one) => html`<option value=${one} .selected=${this.of === one}>${
            t(`state.${one}`)}</option>`)}</select></label>
        <label>${t('queue.way')}<select data-testid="queue-way" @change=${(event: Event) => this.#choose({ way: valueOf(event) })}>
          <option value="">${t('queue.all')}</option>${ways.map((one) => html`<option value=${one} .selected=${this.way === one}>${
            t(`way.${one}`)}</option>`)}</select></label></div>
      ${this.failed && this.list ? html`<p class="error" role="status">${brokenIcon()}${t('queue.old', {
        code: plain(this.failed.code), time: formatClock(this.failed.since, watched.zone.value) })}</p>` : nothing}
      ${this.list && this.list.length > 0 ? this.#table(this.list) : this.#nothing()}
      ${this.next === undefined ? nothing : html`<button class="plain more" data-testid="queue-more"
        @click=${() => void this.#ask(this.next)}>${t('queue.more')}</button>`}`;
  }

  #nothing(): TemplateResult {
    if (this.failed) {
      const { code, since } = this.failed;
      return code === 'forbidden' ? html`<empty-state heading=${t('forbidden.title')} text=${t('forbidden.queue')}></empty-state>`
        : html`<empty-state kind="error" heading=${t('failed.title')} text=${t('failed.text', {
          code: plain(code), time: formatClock(since, watched.zone.value), trying: common('error.trying'),
        })}></empty-state>`;
    }
    if (!this.list) {
      return html`<div role="status" aria-label=${t('page.loading')}><div class="bone"></div></div>`;
    }
    return this.of || this.way ? html`<empty-state heading=${t('queue.none.title')} text=${t('queue.none.text')}></empty-state>`
      : html`<empty-state heading=${t('queue.empty.title')} text=${t('queue.empty.text')}></empty-state>`;
  }

  #table(list: readonly NotificationView[]): TemplateResult {
    return html`<table aria-label=${t('part.queue')}><thead><tr>${(['state', 'way', 'whom', 'alarms', 'made', 'changed', 'why'] as const)
      .map((one) => html`<th class=${one}>${t(`queue.${one}`)}</th>`)}</tr></thead>
      <tbody>${repeat(list, ({ id }) => id, (message) => this.#row(message))}</tbody></table>`;
  }

  #row(message: NotificationView): TemplateResult {
    const zone = watched.zone.value;
    const [made, changed] = [Date.parse(message.created), Date.parse(message.changed)];
    const where = [message.way === 'nobody' ? '' : message.address, message.person === message.group ? '' : message.group]
      .filter((one) => one !== '').map((one) => plain(one)).join(' · ');
    return html`<tr data-testid=${`message-${message.id}`}>
      <td class="state"><span>${stateShape(shapes[message.state] ?? 'unknown')}${t(`state.${message.state}`)}</span></td>
      <td class="way">${t(`way.${message.way}`)}</td>
      <td class="whom">${plain(message.person)} <span class="muted">${where}</span></td>
      <td class="alarms">${message.test ? t('queue.test') : message.alarms}</td>
      <td class="made"><time datetime=${message.created}>${formatDate(made, zone)} ${formatClock(made, zone)}</time></td>
      <td class="changed"><span class="muted">${formatAgo(now() - changed)}</span></td>
      <td class="why">${[faultText(message), message.repeated ? t('queue.repeated') : '', message.tries > 1
        ? t('queue.tries', { n: message.tries }) : '', message.due === undefined || message.tries === 0 ? ''
        : t('queue.due', { age: formatAge(Date.parse(message.due) - now()) })].filter((words) => words !== '').join(' · ')}</td></tr>`;
  }

  #choose(chosen: { of?: string; way?: string }): void {
    this.of = chosen.of ?? this.of;
    this.way = chosen.way ?? this.way;
    this.list = undefined;
    this.next = undefined;
    void this.#ask();
  }

  async #ask(before?: string): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { messages, next } = await api.notificationQueue({ state: this.of, way: this.way, limit: PAGE, before });
      if (turn === this.#turn) {
        this.list = before === undefined ? messages : [...this.list ?? [], ...messages];
        this.next = next ?? undefined;
        this.failed = undefined;
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.failed = { code: apiError(error).code, since: this.failed?.since ?? now() };
      }
    }
  }
}

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;
