import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { session } from '../features/session/session-state';
import { roleName, whoIs } from '../features/session/who-is';
import { now } from '../shared/format/clock';
import { formatAge, formatClock, formatZone } from '../shared/format/format';
import { codeText } from '../shared/i18n/codes';
import { live } from '../shared/live/live';
import { overview } from '../shared/site/overview';
import { watched } from '../shared/site/watched';
import { AppElement } from '../shared/ui/app-element';
import { arrowIcon, screenIcon, stateShape, userIcon } from '../shared/ui/icons';
import { shared } from '../shared/ui/styles';
import { chain, lastSign, type ChainNode } from './chain';
import { wall } from './wall';
import { t } from './words';

/** How fresh the data is, link by link, the station's clock and who is logged in. */
@customElement('foot-line')
export class FootLine extends AppElement {
  static override styles = [shared, css`
    :host {
      display: flex; align-items: center; gap: 24px; padding: 0 16px; background: var(--surface); border-top: 1px solid var(--line);
      font-size: var(--fs-1); white-space: nowrap; overflow: hidden;
    }
    ol { display: flex; align-items: center; gap: 8px; margin: 0; padding: 0; list-style: none; min-width: 0; overflow: hidden; }
    li { display: flex; align-items: center; gap: 6px; }
    li > .icon { color: var(--text-2); margin-right: 2px; }
    .state { color: var(--text-2); }
    .age { color: var(--text-2); min-width: 3.2em; }
    .age:empty { min-width: 0; }
    li.down .state, li.warn .state { color: var(--text); font-weight: 600; }
    .clock { margin-left: auto; display: flex; gap: 8px; flex: none; }
    .who { flex: none; display: flex; align-items: center; gap: 6px; }
    .who .icon { color: var(--text-2); }
    .wall {
      width: calc(28px * var(--sign)); height: calc(28px * var(--sign)); display: grid; place-items: center;
      flex: none; margin: 0 -8px 0 -12px; color: var(--text-2);
    }
    .wall:hover, .wall[aria-pressed='true'] { color: var(--text); }
    @media (max-width: 1440px) { .zone { display: none; } }
    @media (max-width: 1180px) { li:not(.down):not(.warn) .state { display: none; } }
    @media (max-width: 1100px) { .who { display: none; } }
    @media (max-width: 1000px) { li > .icon { display: none; } :host, ol { gap: 12px; } }
    @media (max-width: 720px) {
      .wall { display: none; }
      :host { padding: 0 8px; gap: 8px; }
      ol { flex: 1; gap: 0; justify-content: space-between; }
      li { display: grid; grid-template-columns: auto auto; gap: 0 4px; align-items: center; justify-content: start; line-height: 1.3; }
      li > .icon { display: none; }
      li .name { grid-column: 1 / -1; }
      li .shape { grid-row: 2; }
      li .age { min-width: 3em; min-height: 1.3em; }
      li.down .age, li.warn .age { display: none; }
      li.down .state, li.warn .state { display: block; overflow: hidden; text-overflow: ellipsis; max-width: 64px; }
      .clock { align-self: center; }
    }
  `];

  protected override tick = 1000;

  protected override render(): TemplateResult {
    const data = watched.data.value;
    const nodes = chain(
      { link: live.link.value, fresh: data?.fresh.value ?? false, summary: watched.summary.value, status: overview.status.value },
      live.lastMessage, lastSign(data?.tags.values() ?? []));
    const zone = watched.zone.value;
    const time = now();
    const who = session.current.value;
    return html`
      <ol aria-label=${t('foot.label')}>${nodes.map((node, index) => this.#node(node, index))}</ol>
      <span class="clock" title=${t('foot.clock')}><span>${formatClock(time, zone)}</span><span class="muted zone">${
        formatZone(zone, time)}</span></span>
      ${who ? html`<span class="who" title=${t('foot.role', { role: roleName(who, data?.site) })}>${userIcon()}<span
        class="hidden">${t('session.label')}</span>${
        whoIs(who, data?.site)}</span>` : ''}
      <button class="wall" aria-pressed=${wall.full.value} aria-label=${t('foot.wall')} title=${t('foot.wallKey')}
        @click=${() => void wall.toggle()}>${screenIcon()}</button>`;
  }

  #node(node: ChainNode, index: number): TemplateResult {
    const words = node.state === 'warn'
      ? node.name === 'dashboard' ? t('foot.historian') : node.clock !== undefined ? codeText('gatewayClock', node.clock)
        : node.refused ? t('foot.refused') : t('foot.silent', { n: node.silent ?? 0 })
      : t(`foot.${node.state}`);
    const local = node.name === 'browser' || node.name === 'dashboard' && node.state === 'ok';
    return html`<li class=${node.state}>${index > 0 ? arrowIcon() : ''}${stateShape(node.state)}<span class="name">${
        t(`foot.${node.name}`)}</span>
      <span class="state">${words}</span>
      <span class="age">${node.state === 'unknown' || node.at === undefined ? ''
        : formatAge((local ? Date.now() : now()) - node.at)}</span></li>`;
  }
}
