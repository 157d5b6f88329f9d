import { svg, type TemplateResult } from 'lit';
import type { AlarmStateName } from '../../shared/alarms/alarm-words';
import { icon } from '../../shared/ui/icons';

const bodies: Readonly<Record<AlarmStateName, TemplateResult>> = {
  unacknowledged: svg`<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3z" fill="currentColor"/><path d="M6.5 14.5h3"/>`,
  acknowledged: svg`<path d="M3 8.5l3.5 3.5L13 4.5"/>`,
  returned: svg`<path d="M13 12V8a3 3 0 0 0-3-3H3M6 2L3 5l3 3"/>`,
  happened: svg`<circle cx="8" cy="8" r="3" fill="currentColor"/>`,
  over: svg`<path d="M4 8h8"/>`,
  shelved: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 2"/>`,
  suppressed: svg`<circle cx="8" cy="8" r="6"/><path d="M6 5.5v5M10 5.5v5"/>`,
  outOfService: svg`<circle cx="8" cy="8" r="6"/><path d="M4 12l8-8"/>`,
};

/** The state of an alarm as a shape; its word stands beside it. */
export const stateIcon = (state: AlarmStateName): TemplateResult => icon(bodies[state]);
