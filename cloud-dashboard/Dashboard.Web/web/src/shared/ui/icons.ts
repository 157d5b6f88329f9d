import { svg, html, type TemplateResult } from 'lit';

export const icon = (body: TemplateResult, size = 16): TemplateResult => html`<svg class="icon" width=${size} height=${size}
  viewBox="0 0 16 16"
  fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">${body}</svg>`;

export const mapIcon = (): TemplateResult => icon(svg`<path d="M3 4h10M8 4v3.5M3.5 10.5v-3h9v3"/>
  <circle cx="3.5" cy="12" r="1.5"/><circle cx="12.5" cy="12" r="1.5"/>`);
export const eventsIcon = (): TemplateResult => icon(svg`<path d="M2 4h2M6 4h8M2 8h2M6 8h8M2 12h2M6 12h8"/>`);
export const bellIcon = (): TemplateResult => icon(svg`<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.5 14h3"/>`);
export const stationsIcon = (): TemplateResult => icon(svg`<path d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01"/>`);
export const usersIcon = (): TemplateResult => icon(svg`<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5a4.5 4.5 0 0 1 9 0M10.5 3.2a2.5
  2.5 0 0 1 0 4.6M12 9.5a4.5 4.5 0 0 1 2.5 4"/>`);
export const keyIcon = (): TemplateResult => icon(svg`<circle cx="5" cy="8" r="3"/><path d="M8 8h6.5v3M12 8v2"/>`);
export const mailIcon = (): TemplateResult => icon(svg`<path d="M1.75 3.5h12.5v9H1.75zM2 4l6 5 6-5"/>`);
export const chartIcon = (): TemplateResult => icon(svg`<path d="M2 14h12M4 12V8M8 12V3M12 12V6"/>`);
export const curveIcon = (): TemplateResult => icon(svg`<path d="M2 2v12h12M4 11l3-4 2.5 2L14 4"/>`);
export const recordIcon = (): TemplateResult => icon(svg`<path d="M3.5 1.75h9v12.5h-9zM6 5h4M6 8h4M6 11h2"/>`);
export const settingsIcon = (): TemplateResult => icon(svg`<circle cx="8" cy="8" r="5.5"/>
  <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor"/>`);
export const closeIcon = (): TemplateResult => icon(svg`<path d="M4 4l8 8M12 4l-8 8"/>`);
export const openIcon = (): TemplateResult => icon(svg`<path d="M6 3l5 5-5 5"/>`);
export const backIcon = (): TemplateResult => icon(svg`<path d="M10 3L5 8l5 5"/>`);
export const undoIcon = (): TemplateResult => icon(svg`<path d="M6 3L2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7"/>`);
export const plusIcon = (): TemplateResult => icon(svg`<path d="M8 3v10M3 8h10"/>`);
export const minusIcon = (): TemplateResult => icon(svg`<path d="M3 8h10"/>`);
export const fitIcon = (): TemplateResult => icon(svg`<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>`);
export const screenIcon = (): TemplateResult => icon(svg`<path d="M1.5 3h13v8.5h-13zM5.5 14h5"/>`);
export const upIcon = (): TemplateResult => icon(svg`<path d="M8 13V3M4 7l4-4 4 4"/>`);
export const brokenIcon = (): TemplateResult => icon(svg`<path d="M8 1.75L15 14H1z" stroke-linejoin="round"/>
  <path d="M8 6v4M8 11.25v1.25"/>`);
export const soundIcon = (on: boolean): TemplateResult => icon(svg`<path d="M2 6h2.5L8 3v10L4.5 10H2z"/>${on
  ? svg`<path d="M10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.5 6.5 0 0 1 0 9"/>` : svg`<path d="M10.5 6l4 4M14.5 6l-4 4"/>`}`);
export const downIcon = (): TemplateResult => icon(svg`<path d="M8 3v10M4 9l4 4 4-4"/>`, 12);
export const userIcon = (): TemplateResult => icon(svg`<circle cx="8" cy="5" r="3"/><path d="M2.5 14.5a5.5 5.5 0 0 1 11 0"/>`, 14);
export const accountIcon = (): TemplateResult => icon(svg`<circle cx="8" cy="5" r="3"/><path d="M2.5 14.5a5.5 5.5 0 0 1 11 0"/>`);
export const arrowIcon = (): TemplateResult => icon(svg`<path d="M5.5 4l4 4-4 4"/>`, 12);

/** How something is, as it is shown. */
export type NodeState = 'ok' | 'warn' | 'down' | 'unknown';

/** A state as a shape: filled disc, triangle, cross, open ring. The colour only repeats it. */
export function stateShape(state: NodeState): TemplateResult {
  const shapes: Record<NodeState, TemplateResult> = {
    ok: svg`<circle cx="6" cy="6" r="4" fill="var(--normal)"/>`,
    warn: svg`<path d="M6 1.5l5 9H1z" fill="var(--warn)"/>`,
    down: svg`<path d="M2 2l8 8M10 2l-8 8" stroke="var(--alarm)" stroke-width="2.5"/>`,
    unknown: svg`<circle cx="6" cy="6" r="3.75" fill="none" stroke="var(--text-2)" stroke-width="1.5" stroke-dasharray="2.4 1.6"/>`,
  };
  return html`<svg class="shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${shapes[state]}</svg>`;
}
