import { css } from 'lit';

export const queueStyles = css`
  :host { container-type: inline-size; }
  .top label { flex: 0 1 200px; }
  table { width: 100%; border-collapse: collapse; }
  th {
    height: 32px; padding: 0 12px; text-align: left; font-size: var(--fs-1); font-weight: 400; color: var(--text-2); white-space: nowrap;
  }
  td { height: calc(32px * var(--sign)); padding: 4px 12px; border-top: 1px solid var(--line); unicode-bidi: isolate; }
  :is(th, td):first-child { padding-left: 0; }
  td:is(.state, .way, .made, .changed) { white-space: nowrap; width: 1px; }
  .state span { display: flex; align-items: center; gap: 8px; }
  .alarms { text-align: right; width: 1px; }
  .whom, .why { overflow-wrap: anywhere; }
  .more { margin-top: 12px; }
  .bone { height: 16px; max-width: 480px; }
  /* Where there is no room for columns a message is a card. */
  @container (max-width: 860px) {
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table, tbody { display: block; }
    tr {
      display: grid; gap: 2px 12px; padding: 8px 0; border-top: 1px solid var(--line);
      grid-template: "state way" auto "whom whom" auto "made changed" auto "why why" auto / minmax(0, 1fr) auto;
    }
    td:nth-child(n) { height: auto; padding: 0; border: 0; width: auto; }
    td.state { grid-area: state; }
    td.way { grid-area: way; }
    td.whom { grid-area: whom; }
    td.made { grid-area: made; }
    td.changed { grid-area: changed; }
    td.why { grid-area: why; }
    td:is(.alarms, .why:empty) { display: none; }
  }
`;
