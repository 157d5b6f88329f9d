import { css } from 'lit';

/** Where a panel lies beside a drawing: on the side where the tap was not, on a phone on the other half. */
export const sidePlace = css`
  :host {
    position: absolute; top: 0; bottom: 0; width: min(calc(320px * var(--sign)), 45%); z-index: 5; background: var(--surface);
    box-shadow: var(--shadow);
    overflow-y: auto; outline: none;
  }
  :host([side='left']) { left: 0; border-right: 1px solid var(--line); }
  :host([side='right']) { right: 0; border-left: 1px solid var(--line); }
  @media (max-width: 720px) {
    :host([side]) { left: 0; right: 0; top: auto; bottom: 0; width: auto; max-height: 50%; border: 0; border-top: 1px solid var(--line); }
    :host([edge='top']) { top: 0; bottom: auto; border: 0; border-bottom: 1px solid var(--line); }
  }
`;
