import { css } from 'lit';

export const statisticsStyles = css`
  :host { display: block; min-height: 0; overflow: auto; padding: 16px; }
  h1 { font-size: var(--fs-3); font-weight: 600; }
  h2 { font-size: var(--fs-2); font-weight: 600; margin: 24px 0 8px; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
  .group { display: flex; gap: 4px; }
  .chip, select {
    min-height: calc(28px * var(--sign)); padding: 0 10px; border: 1px solid var(--line); border-radius: var(--radius);
    color: var(--text-2); background: none; white-space: nowrap; font-size: var(--fs-2);
  }
  .chip:hover { background: var(--raised); }
  .chip[aria-pressed='true'] { background: var(--key); color: var(--key-text); font-weight: 600; }
  select { background: var(--surface); color: var(--text); max-width: 16em; }
  .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 16px 0 0; }
  .tile { border: 1px solid var(--line); border-radius: var(--radius); padding: 12px; background: var(--surface); }
  .tile dt { color: var(--text-2); font-size: var(--fs-1); }
  .tile dd { font-size: var(--fs-4); font-variant-numeric: tabular-nums; margin: 4px 0; display: flex; align-items: center; gap: 8px; }
  .tile dd.note, .note { color: var(--text-2); font-size: var(--fs-1); margin: 0; }
  .tile[data-bad] dd:not(.note) { color: var(--alarm); }
  .shares { display: flex; flex-wrap: wrap; gap: 8px 24px; font-variant-numeric: tabular-nums; }
  .shares li { display: flex; align-items: center; gap: 8px; }
  .bars { display: block; width: 100%; height: 96px; border-bottom: 1px solid var(--line); }
  .bars rect { fill: var(--control); }
  .bars .flood { fill: var(--alarm); }
  .ends { display: flex; justify-content: space-between; color: var(--text-2); font-size: var(--fs-1); }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th { text-align: start; color: var(--text-2); font-size: var(--fs-1); font-weight: 600; }
  th, td { height: 32px; padding: 0 8px; border-bottom: 1px solid var(--raised); white-space: nowrap; }
  td.number, th.number { text-align: end; }
  td.source { white-space: normal; min-width: 14em; }
  td.none { color: var(--text-2); }
  .name { display: flex; align-items: center; gap: 8px; }
  a { color: inherit; }
  .skeleton { display: grid; gap: 12px; margin-top: 16px; }
  .bone { height: 72px; }
`;
