import { css } from 'lit';

export const tokensStyles = css`
  :host { display: block; min-height: 0; overflow: auto; padding: 16px; }
  h1 { font-size: var(--fs-3); font-weight: 600; }
  p { max-width: 640px; margin: 8px 0 16px; }
  token-secret { margin-bottom: 16px; }
  form { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 12px; max-width: 960px; margin-bottom: 16px; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); flex: 1 1 160px; }
  input, select {
    min-height: 40px; padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  select:disabled { opacity: 0.65; }
  li {
    display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; min-height: 56px; max-width: 960px; padding: 8px 0;
    border-top: 1px solid var(--line);
  }
  .what { flex: 1 1 240px; display: grid; gap: 2px; min-width: 0; overflow-wrap: anywhere; }
  .plain { min-height: 40px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); }
  .plain:hover { background: var(--raised); }
  .error { display: flex; align-items: center; gap: 8px; flex-basis: 100%; margin: 0; }
  .error .icon { color: var(--alarm); }
  @media (max-width: 720px) { form { display: grid; } }
`;
