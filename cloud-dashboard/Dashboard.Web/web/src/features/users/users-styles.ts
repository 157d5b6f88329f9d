import { css } from 'lit';

export const usersStyles = css`
  :host { display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px; min-height: calc(var(--bar) + 8px); }
  h1 { font-size: var(--fs-3); font-weight: 600; white-space: nowrap; }
  header .key { display: inline-flex; align-items: center; gap: 8px; min-height: calc(32px * var(--sign)); padding: 0 12px; }
  .zone { margin-left: auto; font-size: var(--fs-1); white-space: nowrap; }
  .notes {
    display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 8px;
    padding: 0 16px; min-width: 0; max-height: 50dvh; overflow-y: auto;
  }
  .notes > * { margin-bottom: 8px; }
  .notes > .old { grid-column: 1 / -1; }
  .old { display: flex; align-items: center; gap: 8px; }
  .old .icon { color: var(--warn); }
  .area { display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; }
  .area[data-open] { grid-template-columns: minmax(0, 1fr) calc(340px * var(--sign)); }
  .list { display: grid; min-height: 0; min-width: 0; container-type: inline-size; }
  .scroll { overflow: auto; min-height: 0; position: relative; padding-bottom: 64px; }
  table { width: 100%; border-collapse: separate; border-spacing: 0; }
  th {
    position: sticky; top: 0; z-index: 1; height: calc(32px * var(--sign)); padding: 0 16px; text-align: left; font-size: var(--fs-1);
    font-weight: 400; color: var(--text-2); background: var(--bg); border-bottom: 1px solid var(--line); white-space: nowrap;
  }
  th button { display: inline-flex; align-items: center; gap: 4px; min-height: 28px; font-size: var(--fs-1); }
  th button .icon { width: 12px; height: 12px; }
  th button:hover, th:not([aria-sort='none']) { color: var(--text); font-weight: 600; }
  td { height: calc(32px * var(--sign)); padding: 0 16px; white-space: nowrap; unicode-bidi: isolate; }
  tbody tr { cursor: default; }
  tbody tr:nth-child(even) td { background: var(--surface); }
  tbody tr:hover td, tbody tr[data-chosen] td { background: var(--raised); }
  tbody tr[data-chosen] td:first-child { box-shadow: inset 3px 0 var(--key); }
  .who { font-weight: 600; overflow: hidden; text-overflow: ellipsis; max-width: min(24em, 40cqi); vertical-align: bottom; }
  .who:hover { text-decoration: underline; text-underline-offset: 3px; }
  time + .muted { margin-left: 4px; }
  td small { margin-left: 8px; font-size: var(--fs-1); color: var(--text-2); }
  td.state > span { display: flex; align-items: center; gap: 8px; }
  .off { color: var(--text-2); width: 12px; height: 12px; display: grid; place-items: center; flex: none; }
  .sessions { text-align: right; }
  .counted { display: none; }
  .close { width: 36px; height: 36px; display: grid; place-items: center; color: var(--text-2); flex: none; }
  .close:hover { color: var(--text); }
  .said {
    position: absolute; bottom: 12px; left: 16px; z-index: 3; max-width: calc(100% - 32px); display: flex; align-items: center; gap: 8px;
    padding: 4px 4px 4px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
    box-shadow: var(--shadow); overflow-wrap: anywhere;
  }
  .skeleton { padding: 44px 16px; display: grid; align-content: start; gap: 16px; overflow: hidden; }
  .skeleton .bone { height: 16px; }
  /* Where there is no room for columns a user is two lines: who and how, then what, since when, and from how many places. */
  @container (max-width: 760px) {
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table, tbody { display: block; }
    tr {
      display: grid; gap: 0 12px; grid-template: "name state" auto "role role" auto "last sessions" auto / minmax(0, 1fr) auto;
      padding: 8px 16px; border-bottom: 1px solid var(--line);
    }
    tbody tr:is(:nth-child(even), :hover, [data-chosen]) td { background: none; box-shadow: none; }
    tbody tr[data-chosen] { background: var(--raised); box-shadow: inset 3px 0 var(--key); }
    td { height: auto; padding: 0; line-height: 1.6; min-width: 0; }
    td.name { grid-area: name; display: flex; align-items: center; }
    .who { max-width: none; min-height: 28px; }
    td.state { grid-area: state; white-space: normal; display: flex; align-items: center; }
    td.role { grid-area: role; color: var(--text-2); }
    td.lastLogIn { grid-area: last; color: var(--text-2); font-size: var(--fs-1); overflow: hidden; text-overflow: ellipsis; }
    td.sessions { grid-area: sessions; font-size: var(--fs-1); color: var(--text-2); }
    .count { display: none; }
    .counted { display: inline; }
  }
  /* Beside a panel there is room for the list only on a wide page. */
  @media (max-width: 1000px) {
    .area[data-open] { grid-template-columns: minmax(0, 1fr); }
    .area[data-open] .list { display: none; }
  }
  @media (max-width: 720px) {
    header { padding: 8px 12px; }
    header .key { min-height: 40px; }
    .notes { padding: 0 12px; }
    .said { left: 8px; right: 8px; max-width: none; justify-content: space-between; }
    .zone { display: none; }
  }
`;
