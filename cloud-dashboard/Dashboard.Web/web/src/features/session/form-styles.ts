import { css } from 'lit';

/** The one form on an otherwise empty page. */
export const formStyles = css`
  :host { display: grid; place-items: center; min-height: 100dvh; padding: 24px; }
  form { width: min(320px, 100%); display: grid; gap: 16px; }
  h1 { font-size: var(--fs-4); font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; margin-bottom: 12px; }
  label { display: grid; gap: 4px; font-size: var(--fs-1); color: var(--text-2); }
  input {
    height: 40px; padding: 0 12px; font-size: var(--fs-2); color: var(--text); background: var(--surface); border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .why { display: flex; gap: 8px; font-size: var(--fs-2); line-height: 1.4; }
  .why .shape { margin-top: 5px; }
  .why .icon { color: var(--alarm); margin-top: 2px; }
  .key { margin-top: 8px; }
  .plain {
    display: grid; place-items: center; min-height: 40px; padding: 4px 16px; border: 1px solid var(--line);
    border-radius: var(--radius); color: var(--text); text-decoration: none; text-align: center;
  }
  .error { min-height: 44px; display: flex; gap: 8px; font-size: var(--fs-2); color: var(--text); }
  .error .icon { color: var(--alarm); margin-top: 2px; }
  .language {
    font-size: var(--fs-1); color: var(--text-2); justify-self: start; padding: 4px 0; text-decoration: underline;
    text-underline-offset: 3px;
  }
`;
