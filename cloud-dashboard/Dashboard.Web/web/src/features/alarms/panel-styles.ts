import { css } from 'lit';

export const panelStyles = css`
  :host { display: block; min-width: 0; min-height: 0; overflow-y: auto; background: var(--surface); border-left: 1px solid var(--line); }
  section { padding: 16px; display: grid; gap: 12px; align-content: start; }
  header { display: flex; align-items: flex-start; gap: 12px; }
  h2 { font-size: var(--fs-3); font-weight: 600; line-height: 1.3; flex: 1; overflow-wrap: anywhere; min-width: 0; }
  h3 { margin: 8px 0 0; padding-top: 16px; border-top: 1px solid var(--line); font-size: var(--fs-2); font-weight: 600; }
  .close { width: 36px; height: 36px; margin: -6px -8px 0 0; display: grid; place-items: center; color: var(--text-2); flex: none; }
  .close:hover { color: var(--text); }
  .state { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  alarm-key { justify-self: start; }
  dl { display: grid; gap: 8px; border-top: 1px solid var(--line); padding-top: 12px; }
  dt { font-size: var(--fs-1); color: var(--text-2); }
  dd { display: flex; flex-wrap: wrap; gap: 0 8px; overflow-wrap: anywhere; }
  .doubt { color: var(--warn); font-weight: 600; }
  ol { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
  li { display: grid; gap: 2px; }
  li time { font-size: var(--fs-1); color: var(--text-2); }
  q { overflow-wrap: anywhere; color: var(--text-2); }
  .bones { display: grid; gap: 8px; }
  .bones .bone { height: 16px; }
  .reason {
    min-height: calc(36px * var(--sign)); padding: 0 12px; width: 100%; color: var(--text); background: var(--bg);
    border: 1px solid var(--line); border-radius: var(--radius);
  }
  .lengths { display: flex; flex-wrap: wrap; gap: 8px; }
  .plain {
    min-height: calc(36px * var(--sign)); padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); justify-self: start;
  }
  .plain:hover:not(:disabled) { background: var(--raised); }
  .plain:disabled { opacity: 0.65; }
  .error { display: flex; gap: 8px; align-items: center; }
  .error .icon { color: var(--alarm); }
  @media (max-width: 1000px) { :host { border-left: 0; border-top: 1px solid var(--line); } }
  @media (max-width: 720px) {
    dl { grid-template-columns: 1fr 1fr; }
    .plain, .reason { min-height: 44px; }
  }
`;
