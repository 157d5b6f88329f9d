import type { ServerStatus, SiteSummary } from '../contract/generated/contract';
import type { LinkState } from '../live/live-link';

/** What is wrong on the way from the field to this browser: the link nearest to the browser, for what is behind it is not known. */
export type Fault = 'browser' | 'snapshot' | 'broker' | 'gateway' | 'field' | 'historian' | 'fieldPart';

export interface Trouble {
  fault: Fault;
  since: number;
  /** Whether nothing on the diagram can be taken for the present. */
  stale: boolean;
  /** Why, a code. */
  reason?: string | undefined;
  /** What exactly, in the words of the gateway or of the dashboard. */
  detail?: string | undefined;
  device?: string | undefined;
}

export interface Inputs {
  link: LinkState;
  fresh: boolean;
  /** The server has heard nothing of the site: no snapshot comes until its gateway is back. */
  unheard?: boolean;
  summary: SiteSummary | undefined;
  status: ServerStatus | undefined;
}

export function trouble({ link, fresh, unheard = false, summary, status }: Inputs): Trouble | undefined {
  if (!link.up) {
    return { fault: 'browser', since: link.since, stale: true };
  }
  if (!fresh && !unheard) {
    return { fault: 'snapshot', since: link.since, stale: true };
  }
  if (status && !status.broker.up) {
    return { fault: 'broker', since: Date.parse(status.broker.since), stale: true, detail: status.broker.reason };
  }
  // What is seen is the present all the same: a diagram that cannot be trusted comes first.
  const unstored: Trouble | undefined = status && !status.historian.up
    ? { fault: 'historian', since: Date.parse(status.historian.since), stale: false, detail: status.historian.reason } : undefined;
  if (!summary || unheard) {
    return unheard ? { fault: 'gateway', since: link.since, stale: true, reason: 'noState' } : unstored;
  }
  if (summary.status !== 'online') {
    const fault = summary.reason === 'brokerDown' ? 'broker' : 'gateway';
    return { fault, since: Date.parse(summary.since), stale: true, reason: summary.reason ?? summary.status };
  }
  const down = summary.field.filter((link) => !link.up);
  const first = down[0];
  const whole = first !== undefined && down.length === summary.field.length;
  if (unstored && !whole) {
    return unstored;
  }
  return first && {
    fault: whole ? 'field' : 'fieldPart',
    since: Date.parse(first.since),
    stale: whole,
    reason: first.reason,
    detail: first.detail,
    device: first.device,
  };
}
