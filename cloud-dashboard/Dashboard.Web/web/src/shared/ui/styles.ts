import { css } from 'lit';

/** What every part looks like. Sizes and spaces are of the 4 px grid; colours are tokens. */
export const shared = css`
  :host { box-sizing: border-box; }
  *, *::before, *::after { box-sizing: border-box; }
  button, input, select { font: inherit; color: inherit; letter-spacing: inherit; }
  button { background: none; border: 0; padding: 0; cursor: pointer; text-align: start; }
  button:disabled { cursor: default; }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: var(--radius); }
  h1, h2, p, dl, dd, ul { margin: 0; padding: 0; }
  ul { list-style: none; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted { color: var(--text-2); }
  .icon, .shape { flex: none; display: block; zoom: var(--sign); }
  .key {
    background: var(--key); color: var(--key-text); border-radius: var(--radius); min-height: 40px; padding: 0 16px; font-weight: 600;
    text-align: center;
  }
  .key:disabled { opacity: 0.65; }
  @keyframes breathe { 50% { opacity: 0.45; } }
  .bone { background: var(--raised); border-radius: 4px; animation: breathe 1.6s ease-in-out infinite; }
  @media (prefers-reduced-motion: reduce) { .bone { animation: none; } }
`;
