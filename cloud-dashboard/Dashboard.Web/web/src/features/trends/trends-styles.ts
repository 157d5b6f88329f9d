import { css } from 'lit';

export const trendsStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px; }
  h1 { font-size: var(--fs-3); font-weight: 600; }
  .group { display: flex; gap: 4px; }
  .chip, select {
    min-height: calc(28px * var(--sign)); padding: 0 10px; border: 1px solid var(--line); border-radius: var(--radius);
    color: var(--text-2); background: none; white-space: nowrap; font-size: var(--fs-2);
  }
  .chip { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-width: calc(28px * var(--sign)); }
  .chip:hover:not(:disabled) { background: var(--raised); color: var(--text); }
  .chip:disabled { opacity: 0.5; }
  .chip[aria-pressed='true'] { background: var(--key); color: var(--key-text); font-weight: 600; }
  select { background: var(--surface); color: var(--text); max-width: 16em; }
  .add { min-height: calc(32px * var(--sign)); padding: 0 12px; display: inline-flex; align-items: center; gap: 8px; white-space: nowrap; }
  .body { display: grid; grid-template: "plot legend" minmax(0, 1fr) "foot foot" auto / minmax(0, 1fr) minmax(300px, 24%); min-height: 0; }
  .plot { grid-area: plot; position: relative; display: grid; min-height: 0; min-width: 0; padding: 0 8px; }
  .over { position: absolute; inset: 0; display: grid; pointer-events: none; }
  .over > * { pointer-events: auto; }
  empty-state.over { background: var(--bg); }
  trend-legend { grid-area: legend; padding: 0 16px; border-left: 1px solid var(--line); }
  .foot { grid-area: foot; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 6px 16px; color: var(--text-2); font-size: var(--fs-1); }
  .foot span, .foot strong { display: inline-flex; align-items: center; gap: 6px; }
  .foot button { color: inherit; text-decoration: underline; text-underline-offset: 3px; min-height: calc(20px * var(--sign)); }
  .foot button:hover { color: var(--text); }
  .foot strong { color: var(--text); font-weight: 600; }
  .skeleton { display: grid; padding: 16px; }
  .skeleton .bone { height: 100%; }
  @media (max-width: 720px) {
    :host { overflow-y: auto; }
    header { flex-wrap: nowrap; overflow-x: auto; padding: 8px 12px; gap: 8px; }
    header h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .chip, select, .add { min-height: 40px; min-width: 40px; flex: none; }
    .body { grid-template: "plot" minmax(240px, 1fr) "foot" auto "legend" auto / minmax(0, 1fr); }
    trend-legend { border-left: 0; padding: 0 12px 8px; overflow: visible; }
    .foot { padding: 4px 12px; }
    .plot { padding: 0; }
  }
`;
