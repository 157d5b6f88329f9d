import { css, html, type TemplateResult } from 'lit';
import { priorityWord } from './alarm-words';
import { t } from './words';

const outlines: Readonly<Record<number, string>> = {
  1: 'M2 1h16a1 1 0 0 1 1 1v16a1 1 0 0 1 -1 1h-16a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1z',
  2: 'M10 0.5L19.7 18.5H0.3z',
  3: 'M10 19.5L0.3 1.5H19.7z',
};
const middles: Readonly<Record<number, number>> = { 2: 16.5, 3: 11.5 };

/** The outline of a priority in a square of 20, and where its number stands. */
export const priorityShape = (priority: number): { path: string; middle: number } =>
  ({ path: outlines[priority] ?? 'M19 10a9 9 0 1 1 -18 0a9 9 0 1 1 18 0z', middle: middles[priority] ?? 14.5 });

/** A priority as a shape with its number: square, triangle, triangle on its tip, ring. What calls somebody blinks. */
export function priorityMark(priority: number, calling = false): TemplateResult {
  const { path, middle } = priorityShape(priority);
  const words = t('alarm.priority', { n: priority, word: priorityWord(priority) });
  return html`<span class="priority" data-priority=${priority} ?data-calls=${calling} title=${words}><svg width="20" height="20"
    viewBox="0 0 20 20" aria-hidden="true"><path d=${path}/><text x="10" y=${middle} text-anchor="middle">${
      priority}</text></svg><span class="hidden">${words}</span></span>`;
}

/** For `animationstart`: whatever blinks, blinks in step. Many marks each with a beat of their own are unrest. */
export function inStep(event: Event): void {
  (event.target as Element).getAnimations?.().forEach((animation) => {
    animation.startTime = 0;
  });
}

export const priorityStyles = css`
  .priority { display: inline-grid; flex: none; position: relative; vertical-align: middle; }
  .priority svg { zoom: var(--sign); display: block; fill: none; stroke: var(--text); stroke-width: 1.5; overflow: visible; }
  .priority text { font-size: 12px; font-weight: 700; stroke: none; fill: var(--text); }
  .priority[data-priority='1'] svg { fill: var(--alarm); stroke: var(--alarm); }
  .priority[data-priority='2'] svg { fill: var(--warn); stroke: var(--warn); }
  .priority:is([data-priority='1'], [data-priority='2']) text { fill: var(--surface); }
  .priority[data-priority='4'] svg { stroke: var(--text-2); }
  .priority[data-calls] svg { animation: call 1s steps(1) infinite; }
  @keyframes call { 50% { opacity: 0.25; } }
  @media (prefers-reduced-motion: reduce) {
    .priority[data-calls] svg { animation: none; }
    .priority[data-calls] { outline: 2px solid var(--text); outline-offset: 2px; border-radius: 2px; }
  }
`;
