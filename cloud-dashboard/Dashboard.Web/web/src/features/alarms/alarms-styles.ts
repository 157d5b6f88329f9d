import { css } from 'lit';

export const alarmsStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px; min-height: calc(var(--bar) + 8px); }
  header alarm-filters { flex: 0 1 100%; }
  h1 { font-size: var(--fs-3); font-weight: 600; white-space: nowrap; }
  .tables { margin-left: auto; font-size: var(--fs-1); white-space: nowrap; }
  .tables a { color: inherit; text-underline-offset: 3px; }
  .tables + sound-control { margin-left: 0; }
  .only { font-size: var(--fs-1); }
  .sure { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .plain {
    min-height: calc(28px * var(--sign)); padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); white-space: nowrap;
  }
  .plain:hover { background: var(--raised); }
  .key { min-height: calc(28px * var(--sign)); }
  .area { display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; }
  .area[data-open] { grid-template-columns: minmax(0, 1fr) calc(340px * var(--sign)); }
  .list { position: relative; display: grid; min-height: 0; min-width: 0; container-type: inline-size; --row: calc(32px * var(--sign)); }
  .scroll { overflow: auto; min-height: 0; position: relative; }
  .scroll:focus-visible { outline: none; }
  .list:has(.scroll:focus-visible):not(:has([data-current]))::after {
    content: ''; position: absolute; inset: 0; z-index: 4; border: 2px solid var(--focus); pointer-events: none;
  }
  .space { position: relative; }
  .head, .line {
    display: grid; align-items: center; gap: 0 12px; padding: 0 12px; white-space: nowrap; width: 100%; grid-template-columns:
      calc(20px * var(--sign)) 4.5em 14em 13.5em 4em 8em minmax(8em, 1fr) 6em 7em 2.5em 11em;
  }
  .head {
    position: sticky; top: 0; z-index: 2; height: var(--row); background: var(--bg); border-bottom: 1px solid var(--line);
    color: var(--text-2); font-size: var(--fs-2);
  }
  .head > span { font-size: var(--fs-1); }
  .head button { display: inline-flex; align-items: center; gap: 4px; min-height: 28px; font-size: var(--fs-1); }
  .head button:hover, .head [aria-sort]:not([aria-sort='none']) { color: var(--text); font-weight: 600; }
  .line { position: absolute; left: 0; height: var(--row); cursor: default; }
  .line[data-odd] { background: var(--surface); }
  .line:hover { background: var(--raised); }
  .line[aria-selected='true'] { background: var(--raised); box-shadow: inset 3px 0 var(--key); }
  .scroll:focus .line[data-current] { outline: 2px solid var(--focus); outline-offset: -2px; }
  .line[data-current] { background: var(--raised); }
  .line > span, .head > span { min-width: 0; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
  .line :is(.rank, .time) { overflow: visible; }
  .pick { height: 100%; display: grid; place-items: center; cursor: pointer; }
  .box {
    width: calc(14px * var(--sign)); height: calc(14px * var(--sign)); border: 1px solid var(--control); border-radius: 3px; display: block;
  }
  .box[data-on] { background: var(--key); border-color: var(--key); box-shadow: inset 0 0 0 3px var(--surface); }
  .state { display: flex; align-items: center; gap: 8px; }
  .state span { overflow: hidden; text-overflow: ellipsis; }
  .line:is([data-state='unacknowledged'], [data-state='returned'], [data-state='happened']) :is(.state, .what) { font-weight: 600; }
  .line:not([data-state='unacknowledged'], [data-state='returned'], [data-state='happened']) .state { color: var(--text-2); }
  /* What calls nobody any more is drawn in lines: filled is what somebody must do. */
  .line .priority:not([data-calls]) svg { fill: none; }
  .line .priority:not([data-calls]) text { fill: var(--text-2); }
  .line:is([data-gone], [data-state='over']) .priority svg { stroke: var(--text-2); }
  .line[data-gone] { color: var(--text-2); }
  .line[data-gone] .what { text-decoration: line-through; text-decoration-thickness: 1px; }
  .date, .age, .tag, .seen, .raises { color: var(--text-2); }
  .line .age, .head .age { text-align: right; }
  abbr { text-decoration: none; color: var(--warn); font-weight: 600; margin-left: 4px; cursor: help; }
  .end { display: block; min-height: 96px; padding: 12px; color: var(--text-2); text-align: center; width: 100%; }
  button.end { text-decoration: underline; text-underline-offset: 3px; }
  .pill {
    position: absolute; top: 40px; left: 50%; transform: translateX(-50%); z-index: 3; min-height: 32px; padding: 0 16px 0 12px;
    border-radius: var(--radius); display: flex; align-items: center; gap: 8px; background: var(--key); color: var(--key-text);
    font-weight: 600; box-shadow: var(--shadow);
  }
  .actions {
    position: absolute; bottom: 12px; left: 50%; transform: translateX(-50%); z-index: 3; max-width: calc(100% - 24px); width: max-content;
    display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 8px 12px; background: var(--surface);
    border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow);
  }
  .comment {
    min-height: calc(32px * var(--sign)); padding: 0 12px; width: 18em; max-width: 100%; min-width: 0; color: var(--text);
    background: var(--bg); border: 1px solid var(--line); border-radius: var(--radius);
  }
  .none { display: grid; align-content: center; justify-items: center; }
  .skeleton { padding: 44px 16px; display: grid; align-content: start; gap: 16px; overflow: hidden; }
  .skeleton .bone { height: 16px; }
  .by { display: none; color: var(--text-2); font-weight: 400; }
  /* With less room who acknowledged stands behind the state. */
  @container (max-width: 100em) {
    .head, .line { grid-template-columns: calc(20px * var(--sign)) 4.5em 12em 13.5em 4em 7em minmax(14em, 1fr) 6em 6em 2.5em; }
    .seen { display: none; }
    .by { display: inline; }
  }
  @container (max-width: 76em) {
    .head, .line { grid-template-columns: calc(20px * var(--sign)) 4.5em 14em 13.5em 8em minmax(8em, 1fr) 7em; }
    .age, .tag, .raises { display: none; }
  }
  /* Where there is no room for columns an alarm is two lines: what, then its state, when and where. */
  @container (max-width: 58em) {
    .list > * { --row: calc(56px * var(--sign)); }
    .head { display: none; }
    .line {
      gap: 0 8px; align-content: center; grid-template: "pick rank what what what text" auto "pick rank state time site age" auto
        / calc(20px * var(--sign)) calc(24px * var(--sign)) auto auto minmax(0, 1fr) auto;
    }
    .pick { grid-area: pick; }
    .rank { grid-area: rank; }
    .what { grid-area: what; }
    .text { grid-area: text; text-align: right; max-width: 10em; }
    .state { grid-area: state; font-size: var(--fs-1); gap: 4px; }
    .time { grid-area: time; font-size: var(--fs-1); color: var(--text-2); }
    .age { grid-area: age; font-size: var(--fs-1); display: block; }
    .site { grid-area: site; font-size: var(--fs-1); }
    .date, .by { display: none; }
  }
  @container (max-width: 32em) { .time { display: none; } }
  @media (max-width: 1000px) {
    .area[data-open] { grid-template: minmax(0, 45%) minmax(0, 55%) / minmax(0, 1fr); }
  }
  @media (max-width: 720px) {
    .tables { display: none; }
    header { padding: 8px 12px; }
    .plain, .key { min-height: 40px; }
    .actions { left: 8px; right: 8px; transform: none; width: auto; max-width: none; }
    .comment { flex: 1 1 100%; min-height: 40px; }
  }
`;
