import { css } from 'lit';

export const groupStyles = css`
  .total { font-size: var(--fs-1); white-space: nowrap; }
  .offer { flex: 1 1 100%; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
  .offer strong { color: var(--alarm); }
  .line.group { cursor: pointer; }
  .line.group .what { font-weight: 600; }
  .line.group .text { color: var(--text-2); }
  .line.group .led { font-weight: 400; margin-left: 12px; }
  .opens { display: grid; color: var(--text-2); transition: none; }
  .opens[data-open] { transform: rotate(90deg); }
  .line[data-below]::before {
    content: ''; position: absolute; left: 5px; top: 0; bottom: 0; width: 2px; background: var(--control);
  }
  .line[data-below]:not([aria-selected='true']) { background: var(--surface); }
  .line.more { cursor: pointer; color: var(--text-2); }
  .line.more .what { grid-column: 2 / -1; grid-row: 1; text-decoration: underline; text-underline-offset: 3px; }
  /* With columns for both the count of a group takes the room of tag and text. */
  @container (min-width: 76.001em) { .line.group .text { grid-column: 8 / 10; } }
  @container (max-width: 58em) {
    .line.group .led { display: none; }
    .line.group .text { max-width: none; }
  }
`;
