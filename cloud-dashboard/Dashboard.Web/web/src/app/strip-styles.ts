import { css } from 'lit';

export const stripStyles = css`
  :host { display: block; min-width: 0; background: var(--surface); border-bottom: 1px solid var(--line); }
  .line { height: var(--strip); display: flex; align-items: center; min-width: 0; }
  .line + .line { border-top: 1px solid var(--line); }
  .line alarm-key { margin: 0 12px 0 8px; }
  .row {
    flex: 1; min-width: 0; height: 100%; display: flex; align-items: center; gap: 12px; padding: 0 16px; white-space: nowrap;
    overflow: hidden;
  }
  /* What is hidden behind a long text stays within it, and makes no page wider. */
  .what { position: relative; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .state { flex: none; font-weight: 600; max-width: 40%; overflow: hidden; text-overflow: ellipsis; }
  .device, .site, .life { overflow: hidden; text-overflow: ellipsis; }
  .age, time { flex: none; }
  .age { color: var(--text-2); margin-left: auto; }
  .more { flex: none; color: var(--text-2); }
  .flood { flex: none; color: var(--alarm); }
  .own { flex: none; font-size: var(--fs-1); color: var(--text-2); }
  .grouping {
    flex: none; margin-left: 8px; min-height: calc(32px * var(--sign)); padding: 0 12px; border: 1px solid var(--line);
    border-radius: var(--radius); white-space: nowrap;
  }
  .grouping:hover { background: var(--raised); }
  .row > .first { margin-right: 0; }
  time { color: var(--text-2); }
  abbr { text-decoration: none; color: var(--warn); font-weight: 600; margin-left: 4px; }
  button.row:hover { background: var(--raised); }
  :focus-visible { outline-offset: -2px; }
  .calm { flex: none; display: flex; align-items: center; gap: 8px; }
  .quiet .row :is(.what, .state) { color: var(--text-2); font-weight: 400; }
  .alarm .what { font-weight: 600; flex: 1 1 auto; min-width: 8em; }
  .alarm .state { flex: 0 1 auto; max-width: 25%; }
  .banner { background: var(--banner); color: var(--banner-text); }
  .banner strong { font-weight: 600; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .banner .details { margin-left: auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  @media (max-width: 1200px) {
    .life, .more, .quiet .device { display: none; }
    .alarm .what { flex: 1 1 40%; }
    .alarm .state { flex: 0 1 auto; max-width: 20%; }
    .alarm .site { flex: 0 9 auto; }
  }
  @media (max-width: 1000px) { .alarm .state { display: none; } }
  @media (max-width: 720px) {
    .line { height: 56px; }
    .row {
      padding: 0 12px; display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto; gap: 0 8px; align-content: center;
      line-height: 1.35;
    }
    .banner { grid-template-columns: auto minmax(0, 1fr); }
    .banner .icon { grid-row: 1 / 3; }
    .banner .details { margin: 0; font-size: var(--fs-1); }
    .alarm .row { grid-template-columns: auto auto minmax(0, 1fr) auto; padding-right: 4px; }
    .alarm .priority { grid-row: 1 / 3; align-self: center; }
    .alarm .what { grid-column: 2 / -1; }
    .grouping, .row > .first, .own { display: none; }
    .alarm .state { display: none; }
    .alarm time { grid-column: 2; }
    .alarm .site { grid-column: 3; }
    .alarm .flood { grid-row: 2; grid-column: 4; font-size: var(--fs-1); }
    .alarm .row[data-flood] .age { display: none; }
    .what { grid-column: 1 / -1; grid-row: 1; }
    .state { grid-row: 2; max-width: 30vw; }
    .site { grid-row: 2; grid-column: 3; font-size: var(--fs-1); }
    time { grid-row: 2; font-size: var(--fs-1); }
    .age { grid-row: 2; grid-column: 4; font-size: var(--fs-1); }
    .calm { grid-column: 1 / -1; grid-row: 1; }
    .quiet .what { grid-column: 3 / -1; grid-row: 2; font-size: var(--fs-1); }
    .quiet .state { grid-row: 2; grid-column: 2; font-size: var(--fs-1); }
    .device, .old, .life, .more, .quiet .site, .quiet .age { display: none; }
  }
`;
