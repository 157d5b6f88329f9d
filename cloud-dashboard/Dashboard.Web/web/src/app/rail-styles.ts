import { css } from 'lit';

export const railStyles = css`
  :host { min-width: 0; background: var(--surface); }
  nav { height: 100%; display: flex; flex-direction: column; gap: 4px; padding: 8px; overflow-y: auto; }
  .item {
    width: 100%; min-height: 40px; display: flex; align-items: center; gap: 12px; padding: 4px 12px; border-radius: var(--radius);
    position: relative;
  }
  .item > .shape { margin: 0 2px; }
  .item:hover { background: var(--raised); }
  .item[aria-current='page'] { background: var(--raised); font-weight: 600; }
  .item[aria-current='page']::before {
    content: ''; position: absolute; left: 0; top: 10px; bottom: 10px; width: 3px; border-radius: 2px; background: var(--key);
  }
  .text { min-width: 0; overflow: hidden; text-overflow: ellipsis; line-height: 1.25; }
  small { display: block; font-size: var(--fs-1); font-weight: 400; color: var(--text-2); }
  .count {
    margin-left: auto; flex: none; display: inline-flex; align-items: center; gap: 4px; position: relative; font-size: var(--fs-1);
    font-weight: 600;
  }
  h2 { font-size: var(--fs-1); font-weight: 400; color: var(--text-2); padding: 12px 12px 4px; }
  .none { padding: 4px 12px; color: var(--text-2); }
  .stations .bone { height: 16px; margin: 12px; }
  .stations { margin-bottom: 8px; }
  .sheet { display: contents; }
  .settings { margin-top: auto; padding: 12px; display: grid; gap: 8px; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
  select {
    height: calc(32px * var(--sign)); padding: 0 4px; font-size: var(--fs-1);
    color: var(--text); background: var(--surface); border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .out {
    height: 32px; margin-top: 4px; font-size: var(--fs-1); text-decoration: underline; text-underline-offset: 3px; color: var(--text-2);
  }
  .who { align-items: center; gap: 8px; }
  .phone, .narrow { display: none; }
  .fold { color: var(--text-2); font-size: var(--fs-1); }
  @media (min-width: 721px) {
    :host([folded]) .text {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
    }
    :host([folded]) .item { justify-content: center; padding: 4px; }
    :host([folded]) .count { position: absolute; right: 0; top: 0; gap: 2px; background: var(--surface); border-radius: 3px; }
    :host([folded]) .count svg { width: 14px; height: 14px; }
    :host([folded]) h2, :host([folded]) .settings, :host([folded]) .none { display: none; }
    :host([folded]) .fold { margin-top: auto; }
    :host([folded]) .fold .icon { transform: scaleX(-1); }
  }

  @media (max-width: 720px) {
    .fold { display: none; }
    :host { border-top: 1px solid var(--line); }
    nav { flex-direction: row; gap: 0; padding: 0 0 env(safe-area-inset-bottom); overflow: visible; position: relative; }
    nav > .item {
      flex: 1 1 auto; width: auto; min-width: 0; flex-direction: column; justify-content: center; gap: 4px; font-size: var(--fs-1);
      padding: 4px 1px; border-radius: 0;
    }
    nav > .item > .shape { margin: 2px; }
    nav > .item > .text { max-width: 100%; white-space: nowrap; }
    nav > .item[data-here] { background: var(--raised); font-weight: 600; }
    nav > .item:is([aria-current='page'], [data-here])::before {
      content: ''; position: absolute; border-radius: 2px; background: var(--key); left: 24px; right: 24px; top: 0; bottom: auto;
      width: auto; height: 3px;
    }
    nav > .item > .count { position: absolute; top: 2px; left: calc(50% + 8px); gap: 2px; background: var(--surface); border-radius: 3px; }
    nav > .item > .count svg { width: 14px; height: 14px; }
    .phone { display: flex; }
    .wide { display: none; }
    .narrow { display: inline; }
    .sheet .wide { display: inline; }
    .sheet .narrow { display: none; }
    .stations, .sheet {
      display: none; position: absolute; bottom: 100%; left: 0; right: 0; margin: 0; padding: 8px 8px 16px; max-height: 60dvh;
      overflow-y: auto;
      background: var(--surface); border-top: 1px solid var(--line); border-radius: var(--radius) var(--radius) 0 0;
      box-shadow: var(--shadow);
      z-index: 10;
    }
    .settings { margin: 0; padding: 16px; gap: 12px; }
    .sheet .item + .settings { margin-top: 8px; border-top: 1px solid var(--line); }
    nav[data-sheet='stations'] .stations { display: block; }
    nav[data-sheet='settings'] .sheet { display: block; }
    select, .out { height: 44px; font-size: var(--fs-2); }
    :is(.stations, .sheet) .item { min-height: 48px; }
  }
`;
