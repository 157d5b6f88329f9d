import { css } from 'lit';

export const eventsStyles = css`
  :host {
    display: grid; grid-template-rows: calc(var(--bar) + 8px) minmax(0, 1fr); min-height: 0; min-width: 0; container-type: inline-size;
  }
  header { display: flex; align-items: center; gap: 12px; padding: 0 16px; white-space: nowrap; overflow: hidden; }
  h1 { font-size: var(--fs-3); font-weight: 600; }
  .zone { margin-left: auto; font-size: var(--fs-1); }
  small { margin-left: 8px; font-size: var(--fs-1); font-weight: 400; color: var(--text-2); }
  .chips { display: flex; gap: 4px; min-width: 0; }
  .chip {
    min-height: 28px; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); color: var(--text-2);
    overflow: hidden; text-overflow: ellipsis;
  }
  .chip:hover { background: var(--raised); }
  .chip[aria-pressed='true'] { background: var(--key); color: var(--key-text); border-color: var(--key); font-weight: 600; }
  .area { position: relative; min-height: 0; display: grid; }
  /* What is hidden in a row lies in the list and not in the page, which would scroll for it. */
  .scroll { overflow: auto; min-height: 0; position: relative; }
  .scroll:focus-visible { outline-offset: -2px; }
  table { width: 100%; border-collapse: separate; border-spacing: 0; }
  th {
    position: sticky; top: 0; z-index: 1; height: 32px; padding: 0 12px; text-align: left; font-size: var(--fs-1); font-weight: 400;
    color: var(--text-2);
    background: var(--bg); border-bottom: 1px solid var(--line); white-space: nowrap;
  }
  td { height: 32px; padding: 0 12px; white-space: nowrap; }
  tbody tr:nth-child(even) td { background: var(--surface); }
  tbody tr:hover td { background: var(--raised); }
  tr:focus-visible { outline-offset: -2px; }
  .kind { width: 36px; padding-right: 0; }
  .time { width: 1px; }
  .date, .age, .delay, .device { color: var(--text-2); }
  .age, .delay { text-align: right; width: 1px; }
  .device, .site { width: 1px; }
  .what { max-width: 0; width: 100%; overflow: hidden; text-overflow: ellipsis; }
  code { margin-left: 12px; font: inherit; font-size: var(--fs-1); color: var(--text-2); }
  .state { font-weight: 600; }
  /* A device may write what it likes: a long text is cut, and is whole where the pointer rests on it. */
  .state span, .device span { display: block; max-width: min(22em, 20cqi); overflow: hidden; text-overflow: ellipsis; }
  td { unicode-bidi: isolate; }
  abbr { text-decoration: none; color: var(--warn); font-weight: 600; margin-left: 4px; cursor: help; }
  .end { display: block; min-height: 40px; padding: 12px; color: var(--text-2); text-align: center; width: 100%; }
  button.end { text-decoration: underline; text-underline-offset: 3px; }
  .pill {
    position: absolute; top: 40px; left: 50%; transform: translateX(-50%); z-index: 2; height: 32px; padding: 0 16px 0 12px;
    border-radius: var(--radius);
    display: flex; align-items: center; gap: 8px; background: var(--key); color: var(--key-text); font-weight: 600;
    box-shadow: var(--shadow);
  }
  .skeleton { padding: 44px 16px; display: grid; align-content: start; gap: 16px; overflow: hidden; }
  .skeleton .bone { height: 16px; }
  /* Where there is no room for all columns beside the rail, on a phone and on a tablet, an entry is two lines:
     what and its state, then when and of which device. */
  @container (max-width: 1000px) {
    thead, .date, code, .zone, td.delay { display: none; }
    table, tbody { display: block; }
    tr {
      display: grid; gap: 0 8px;
      grid-template: "kind what what what state" auto "kind when site device age" auto / 36px auto auto minmax(0, 1fr) auto;
      padding: 6px 12px 6px 0;
    }
    tbody tr:nth-child(even) { background: var(--surface); }
    tbody tr:nth-child(even) td, tbody tr:hover td { background: none; }
    td { height: auto; padding: 0; width: auto; max-width: none; line-height: 1.4; }
    td.kind { grid-area: kind; padding: 4px 0 0 12px; width: auto; }
    td.what { grid-area: what; width: auto; max-width: none; }
    td.state { grid-area: state; text-align: right; }
    td.state span { max-width: min(22em, 40cqi); }
    td.time { grid-area: when; font-size: var(--fs-1); color: var(--text-2); width: auto; }
    td.age { grid-area: age; font-size: var(--fs-1); width: auto; text-align: right; }
    td.site { grid-area: site; font-size: var(--fs-1); width: auto; font-weight: 600; }
    td.device { grid-area: device; font-size: var(--fs-1); width: auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  }
  /* On a phone the choice says what the page is, and there is no room for both. */
  @media (max-width: 720px) {
    header:has(.chips) h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .chip { min-height: 36px; }
  }
`;
