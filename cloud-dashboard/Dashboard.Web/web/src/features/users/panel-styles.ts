import { css } from 'lit';

export const panelStyles = css`
  :host { display: block; min-width: 0; min-height: 0; overflow-y: auto; background: var(--surface); border-left: 1px solid var(--line); }
  section { padding: 16px; display: grid; gap: 8px; align-content: start; }
  header { display: flex; align-items: flex-start; gap: 12px; }
  h2 { font-size: var(--fs-3); font-weight: 600; line-height: 1.3; flex: 1; overflow-wrap: anywhere; min-width: 0; outline: none; }
  h3 { margin: 8px 0 0; padding-top: 12px; border-top: 1px solid var(--line); font-size: var(--fs-2); font-weight: 600; }
  form { display: grid; gap: 8px; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
  small { font-size: var(--fs-1); }
  details { display: grid; gap: 8px; }
  details label { margin-top: 8px; }
  summary { min-height: 32px; display: flex; align-items: center; cursor: pointer; text-decoration: underline; }
  input, select {
    min-height: calc(36px * var(--sign)); padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  .close { width: 36px; height: 36px; margin: -6px -8px 0 0; display: grid; place-items: center; color: var(--text-2); flex: none; }
  .close:hover { color: var(--text); }
  .keys { display: flex; flex-wrap: wrap; gap: 8px; }
  .plain, .key { min-height: calc(36px * var(--sign)); padding: 0 12px; border-radius: var(--radius); justify-self: start; }
  .plain { border: 1px solid var(--line); }
  .plain:hover:not(:disabled) { background: var(--raised); }
  .plain:disabled { opacity: 0.65; }
  form .key { margin-top: 8px; }
  .sure { display: grid; gap: 8px; border-left: 2px solid var(--key); padding-left: 12px; }
  .error { display: flex; gap: 8px; }
  .error .icon { color: var(--alarm); margin-top: 2px; }
  @media (max-width: 1000px) { :host { border-left: 0; } }
  @media (max-width: 720px) { .plain, .key, input, select { min-height: 44px; } }
`;
