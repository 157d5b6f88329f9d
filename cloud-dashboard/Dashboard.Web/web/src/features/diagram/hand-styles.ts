import { css } from 'lit';

export const handStyles = css`
  :host { display: block; }
  .hand { display: grid; gap: 12px; border-top: 1px solid var(--line); padding-top: 16px; }
  h3 { margin: 0; font-size: var(--fs-2); font-weight: 600; }
  .set { display: grid; gap: 4px; }
  .set strong { overflow-wrap: anywhere; }
  .who { display: flex; gap: 8px; align-items: flex-start; font-size: var(--fs-1); overflow-wrap: anywhere; }
  .plate {
    flex: none; width: 16px; height: 16px; display: grid; place-items: center; border: 1.5px solid var(--text); border-radius: 2px;
    font-size: 11px; font-weight: 700; line-height: 1;
  }
  form, .sure { display: grid; gap: 8px; }
  .sure { border-left: 2px solid var(--key); padding-left: 12px; }
  .sure dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 12px; }
  .sure dt { color: var(--text-2); }
  .sure dd { overflow-wrap: anywhere; font-weight: 600; display: flex; gap: 8px; align-items: center; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
  input, select {
    min-height: calc(36px * var(--sign)); padding: 0 12px; width: 100%; font-size: var(--fs-2); color: var(--text); background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  .keys { display: flex; flex-wrap: wrap; gap: 8px; }
  .plain, .key { min-height: calc(36px * var(--sign)); padding: 0 12px; border-radius: var(--radius); justify-self: start; }
  .plain { border: 1px solid var(--line); }
  .plain:hover:not(:disabled) { background: var(--raised); }
  .plain:disabled { opacity: 0.65; }
  .swatch { flex: none; width: 16px; height: 16px; border: 1px solid var(--line); }
  .error { display: flex; gap: 8px; }
  .error .icon { color: var(--alarm); margin-top: 2px; }
  @media (max-width: 720px) { .plain, .key, input, select { min-height: 44px; } }
`;
