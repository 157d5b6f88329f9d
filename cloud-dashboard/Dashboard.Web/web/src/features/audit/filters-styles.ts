import { css } from 'lit';

export const filtersStyles = css`
  :host { display: grid; gap: 8px; min-width: 0; }
  form { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px; }
  label { display: grid; gap: 2px; font-size: var(--fs-1); color: var(--text-2); min-width: 0; }
  input, select {
    height: calc(32px * var(--sign)); padding: 0 8px; width: 11em; min-width: 0; max-width: 100%; font-size: var(--fs-2);
    color: var(--text); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
  }
  [name='target'] { width: 14em; }
  [name='what'], [type='datetime-local'] { width: auto; }
  form .key { min-height: calc(32px * var(--sign)); padding: 0 12px; }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; }
  .chip {
    display: inline-flex; align-items: center; gap: 6px; min-height: calc(28px * var(--sign)); padding: 0 6px 0 10px; max-width: 100%;
    border: 1px solid var(--key); border-radius: var(--radius); background: var(--raised); font-weight: 600;
  }
  .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .chip .icon { width: 12px; height: 12px; color: var(--text-2); }
  .chip:hover .icon { color: var(--text); }
  .all { min-height: 28px; padding: 0 8px; color: var(--text-2); text-decoration: underline; text-underline-offset: 3px; }
  @media (max-width: 720px) {
    form { display: none; }
    form[data-open] { display: grid; grid-template-columns: minmax(0, 1fr); }
    input, select, [name='target'], [name='what'], [type='datetime-local'] { width: 100%; height: 44px; }
    form .key { min-height: 44px; }
    .chip, .all { min-height: 36px; }
  }
`;
