import { css } from 'lit';

export const diagramStyles = css`
  :host {
    display: block; position: relative; overflow: hidden; min-width: 0; min-height: 0; background: var(--surround);
    background: light-dark(var(--page), var(--surround));
  }
  .window {
    position: absolute; inset: 0; display: grid; place-items: center; overflow: hidden; touch-action: none; user-select: none;
    -webkit-user-select: none;
  }
  .window:focus-visible { outline-offset: -3px; }
  .window.zoomed { cursor: grab; }
  .window.dragging, .window.dragging * { cursor: grabbing !important; }
  .sheet { flex: none; background: var(--page); transform-origin: 50% 50%; position: relative; }
  /* In the dark theme a light sheet dazzles. It is dimmed evenly, as by turning down the screen: every colour stays what it is beside the
     others. */
  :host([data-light]) .sheet::after { content: ''; position: absolute; inset: 0; pointer-events: none; background: var(--veil); }
  /* Where a drawing bears it, its page is dark in the dark theme, and its greys change places with it. */
  :host([data-night]) .sheet { background: light-dark(var(--page), var(--night-page)); }
  :host([data-night]) .drawing { color-scheme: inherit; }
  :host([data-night]) .marks :is([data-mark='bad'], [data-mark='zero']) { stroke: light-dark(#000000, #ebebeb); }
  :host([data-night]) .marks [data-mark='edge'] { stroke: light-dark(#ffffff, #141414); }
  .marks [data-mark='call-edge'] { stroke: #ffffff; stroke-opacity: 0.85; stroke-width: 6; }
  .marks [data-mark='call-line'] { stroke: #b5221a; stroke-width: 3; }
  :host([data-night]) .marks [data-mark='call-edge'] { stroke: light-dark(#ffffff, #141414); }
  :host([data-night]) .marks [data-mark='call-line'] { stroke: light-dark(#b5221a, #ff7a6b); }
  .marks [data-mark='call'] { animation: call 1s steps(1) infinite; }
  @keyframes call { 50% { opacity: 0; } }
  .marks [data-mark='station-plate'] { fill: var(--surface); stroke: var(--text); stroke-width: 1.5; }
  .marks [data-mark='station-shape'] { animation: call-station 1s steps(1) infinite; }
  @keyframes call-station { 50% { opacity: 0.25; } }
  .marks [data-mark='station-shape'] path { fill: none; stroke: var(--text); stroke-width: 1.5; }
  .marks [data-mark='station'] text { fill: var(--text); font: 700 12px var(--font); }
  .marks [data-mark='station'] [data-mark='station-count'] { font-size: 15px; font-variant-numeric: tabular-nums; }
  .marks [data-priority='1'] [data-mark='station-shape'] path { fill: var(--alarm); stroke: var(--alarm); }
  .marks [data-priority='2'] [data-mark='station-shape'] path { fill: var(--warn); stroke: var(--warn); }
  .marks :is([data-priority='1'], [data-priority='2']) [data-mark='station-priority'] { fill: var(--surface); }
  .marks [data-mark='hand-plate'] { fill: var(--surface); stroke: var(--text); stroke-width: 1.5; }
  .marks [data-mark='hand-letter'] { fill: var(--text); font: 700 11px var(--font); }
  @media (prefers-reduced-motion: reduce) {
    .marks :is([data-mark='call'], [data-mark='station-shape']) { animation: none; }
    .marks [data-mark='station-plate'] { stroke-width: 3; }
  }
  svg[viewBox] { display: block; }
  /* A frame that nothing within gets out of. */
  .sheet, .drawing { contain: layout paint; }
  .drawing { position: absolute !important; inset: 0; overflow: hidden; color-scheme: light; }
  .marks { position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden; pointer-events: none; }

  /* Everything old: hatched, drained of colour, at once. The drawing is not restyled, only veiled. */
  .hatch {
    display: none; position: absolute; inset: 0; pointer-events: none;
    background: repeating-linear-gradient(
      135deg, transparent 0 9px, rgba(128, 128, 128, 0.48) 9px 11px, rgba(255, 255, 255, 0.22) 11px 12px);
  }
  /* On a dark page fewer and fainter lines say the same, and leave the last values to be read. */
  :host([data-night]) .hatch {
    background: repeating-linear-gradient(
      135deg, transparent 0 14px, light-dark(rgba(128, 128, 128, 0.48), rgba(150, 150, 150, 0.3)) 14px 16px);
  }
  :host([data-stale='true']) .hatch { display: block; }
  :host([data-light][data-stale='true']) .sheet::after { display: none; }
  :host([data-stale='true']) .marks [data-mark='stale'] { display: none; }
  :host([data-stale='true']) .sheet { filter: grayscale(0.9) opacity(0.8); }

  .zoom {
    position: absolute; right: 12px; bottom: 12px; display: flex; border-radius: var(--radius); background: var(--surface);
    border: 1px solid var(--line);
  }
  .zoom button {
    width: calc(36px * var(--sign)); height: calc(36px * var(--sign)); display: grid; place-items: center; color: var(--text-2);
  }
  .zoom button:hover { color: var(--text); background: var(--raised); border-radius: var(--radius); }
`;
