import { html, nothing, svg, type TemplateResult } from 'lit';
import { icon } from '../ui/icons';
import { t } from './words';

/** What an entry is about, as a shape: protection a bolt, alarm a bell, breaker a square on its line. */
export function alarmKindIcon(kind: number | undefined): TemplateResult | typeof nothing {
  const words = ([['events.kind.protection', svg`<path d="M9 1.5L4 9h3.5L6.5 14.5 12 6.5H8.5z"/>`],
    ['events.kind.alarm', svg`<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.5 14h3"/>`],
    ['events.kind.breaker', svg`<path d="M8 1v3.5M8 11.5V15"/><rect x="4.5" y="4.5" width="7" height="7"/>`]] as const)[kind ?? -1];
  return words ? html`<span title=${t(words[0])} style="color:var(--control)">${icon(words[1])}<span class="hidden">${
    t(words[0])}</span></span>` : nothing;
}
