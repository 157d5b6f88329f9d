import { css } from 'lit';

export const auditStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  header { display: grid; gap: 8px; padding: 8px 16px; min-width: 0; }
  .top { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; min-height: calc(32px * var(--sign)); }
  h1 { font-size: var(--fs-3); font-weight: 600; white-space: nowrap; }
  .as-of, .zone { font-size: var(--fs-1); white-space: nowrap; }
  .zone { margin-left: auto; }
  .plain {
    display: inline-flex; align-items: center; min-height: calc(28px * var(--sign)); padding: 0 12px; border: 1px solid var(--line);
    border-radius: var(--radius); white-space: nowrap; color: inherit; text-decoration: none;
  }
  .plain:hover:not(:disabled) { background: var(--raised); }
  .plain:disabled { opacity: 0.65; }
  .old { display: flex; align-items: center; gap: 8px; }
  .old .icon { color: var(--warn); }
  .list { display: grid; min-height: 0; min-width: 0; container-type: inline-size; }
  .scroll { overflow: auto; min-height: 0; position: relative; }
  .scroll:focus-visible { outline-offset: -2px; }
  table { width: 100%; border-collapse: separate; border-spacing: 0; }
  th {
    position: sticky; top: 0; z-index: 1; height: calc(32px * var(--sign)); padding: 0 12px; text-align: left; font-size: var(--fs-1);
    font-weight: 400; color: var(--text-2); background: var(--bg); border-bottom: 1px solid var(--line); white-space: nowrap;
  }
  td { height: calc(32px * var(--sign)); padding: 0 12px; white-space: nowrap; unicode-bidi: isolate; }
  :is(th, td):first-child { padding-left: 16px; }
  :is(th, td):last-child { padding-right: 16px; }
  tbody tr:nth-child(even) td { background: var(--surface); }
  tbody tr:hover td { background: var(--raised); }
  tr:focus-visible { outline-offset: -2px; }
  .time, .age, .who, .from, .what, .id { width: 1px; }
  .date, .age, .from, .id { color: var(--text-2); }
  .age, .id { text-align: right; }
  .only { max-width: 100%; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
  .only:hover { text-decoration: underline; text-underline-offset: 3px; }
  .who .only { max-width: 16em; }
  .what .only { font-weight: 600; }
  .target, .change { max-width: 0; width: 40%; overflow: hidden; text-overflow: ellipsis; }
  .change { width: 60%; }
  .change .icon { display: inline-block; margin: 0 8px; }
  .fold { display: none; gap: 8px; }
  .fold[aria-expanded='true'] .icon { transform: scaleY(-1); }
  .was { color: var(--text-2); }
  .end { display: block; min-height: 48px; padding: 12px; color: var(--text-2); text-align: center; width: 100%; }
  button.end { text-decoration: underline; text-underline-offset: 3px; color: var(--text); }
  .none { display: grid; align-content: center; justify-items: center; }
  .skeleton { padding: 44px 16px; display: grid; align-content: start; gap: 16px; overflow: hidden; }
  .skeleton .bone { height: 16px; }
  @container (max-width: 1100px) { .age, .id { display: none; } }
  /* Where there is no room for columns a line is a card: what, who, from where and when, to what, and how it is now. */
  @container (max-width: 820px) {
    thead { display: none; }
    table, tbody { display: block; }
    tr {
      display: grid; gap: 0 12px; padding: 8px 16px; border-bottom: 1px solid var(--line);
      grid-template: "what what what" auto "who from time" auto "target target target" auto "change change change" auto
        / fit-content(40%) minmax(0, 1fr) auto;
    }
    td:nth-child(n) { height: auto; padding: 0; width: auto; max-width: none; line-height: 1.6; min-width: 0; }
    tbody tr:is(:nth-child(even), :hover) td { background: none; }
    td.what { grid-area: what; overflow: hidden; }
    td.time { grid-area: time; font-size: var(--fs-1); color: var(--text-2); }
    td:is(.who, .from, .time) { align-self: baseline; }
    td.who { grid-area: who; overflow: hidden; }
    td.from { grid-area: from; font-size: var(--fs-1); overflow: hidden; text-overflow: ellipsis; }
    td.target { grid-area: target; white-space: normal; overflow-wrap: anywhere; font-size: var(--fs-1); }
    .target .only { white-space: normal; overflow-wrap: anywhere; }
    td.change { grid-area: change; white-space: normal; overflow-wrap: anywhere; }
    td:is(.age, .id, :empty) { display: none; }
  }
  @media (max-width: 720px) {
    header { padding: 8px 12px; }
    .plain { min-height: 40px; }
    .zone { display: none; }
    .fold { display: inline-flex; }
    .as-of { flex: 1 1 50%; }
  }
`;
