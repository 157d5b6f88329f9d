import { css } from 'lit';

/** What the page adds to a drawing, in the drawing's own tree; it wins over whatever the drawing says there. */
export const drawingStyles = css`
  /* What a drawing does not say is as in the drawing program; the page's digits all have one width, those of a drawing are as its face has
     them. */
  :host {
    font-style: normal; font-variant: normal; font-weight: 400; font-stretch: normal; font-size: 16px; line-height: normal;
    font-family: initial; letter-spacing: normal; word-spacing: normal; text-align: start; text-indent: 0;
    text-transform: none; white-space: normal; color: #000;
  }
  :host > svg { display: block !important; position: static !important; width: 100% !important; height: 100% !important; }
  [data-link] { cursor: pointer; }
  [tabindex] { cursor: pointer; }
  [tabindex]:focus-visible { outline: 2px solid var(--focus) !important; outline-offset: 2px !important; }
  [data-halo] {
    stroke: light-dark(transparent, #141414) !important; stroke-width: 0.18em !important; stroke-linejoin: round !important;
    paint-order: stroke !important;
  }
  /* What has no tag is scenery: a tap goes through it to the sign beneath. */
  :host > svg > * { pointer-events: none; }
  [tag]:not([tag='']) { pointer-events: auto !important; }
  [data-area][data-area] { pointer-events: bounding-box !important; }
`;
