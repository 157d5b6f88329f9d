import { css } from 'lit';

/** What the parts of the page have in common. */
export const partStyles = css`
  :host { display: block; min-width: 0; }
  h2 { font-size: var(--fs-2); font-weight: 600; margin: 0 0 8px; }
  h3 { font-size: var(--fs-1); font-weight: 600; margin: 8px 0 4px; }
  p { max-width: 640px; margin-bottom: 8px; }
  .top p { margin: 0; }
  form, .card { display: grid; gap: 12px; max-width: 960px; padding: 16px; border: 1px solid var(--line); border-radius: var(--radius); }
  form { background: var(--surface); margin-bottom: 16px; }
  fieldset { display: grid; gap: 8px; margin: 0; padding: 12px; border: 1px solid var(--line); border-radius: var(--radius); min-width: 0; }
  legend { padding: 0 4px; font-size: var(--fs-1); color: var(--text-2); }
  .row { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 12px; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); flex: 1 1 150px; min-width: 0; }
  label.check { display: flex; align-items: center; gap: 8px; flex: 0 1 auto; min-height: 40px; }
  label.short { flex: 0 1 140px; }
  input, select, textarea {
    min-height: 40px; padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  textarea { padding: 8px 12px; min-height: 220px; font-family: inherit; line-height: 1.5; resize: vertical; }
  input[type='checkbox'] { width: 16px; min-height: 16px; }
  pre {
    margin: 0; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; font-family: inherit; background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  ul { max-width: 960px; }
  li {
    display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; min-height: 56px; padding: 8px 0;
    border-top: 1px solid var(--line);
  }
  .what { flex: 1 1 260px; display: grid; gap: 2px; min-width: 0; overflow-wrap: anywhere; }
  .off { text-decoration: line-through; }
  .plain {
    justify-self: start; min-height: 40px; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius);
    white-space: nowrap;
  }
  .plain:hover:not(:disabled) { background: var(--raised); }
  .plain:disabled { opacity: 0.65; }
  .keys { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
  .top { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-bottom: 12px; max-width: 960px; }
  .error, .said { display: flex; align-items: center; gap: 8px; overflow-wrap: anywhere; }
  .error .icon { color: var(--alarm); }
  small { font-size: var(--fs-1); color: var(--text-2); }
  @media (max-width: 720px) { form, .card { padding: 12px; } .row > label { flex-basis: 100%; } }
`;

export const pageStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px; min-height: calc(var(--bar) + 8px); }
  h1 { font-size: var(--fs-3); font-weight: 600; }
  nav { display: flex; flex-wrap: wrap; gap: 4px; }
  nav button { min-height: calc(32px * var(--sign)); padding: 0 12px; border-radius: var(--radius); border: 1px solid transparent; }
  nav button:hover { background: var(--raised); }
  nav button[aria-current] { border-color: var(--line); background: var(--raised); font-weight: 600; }
  .body { overflow: auto; min-height: 0; padding: 8px 16px 64px; position: relative; }
  .note { display: flex; align-items: center; gap: 8px; margin-bottom: 12px; max-width: 960px; }
  .bone { height: 16px; margin: 16px 0; }
  .note .icon { color: var(--warn); }
  @media (max-width: 720px) { nav button { min-height: 40px; } }
`;
