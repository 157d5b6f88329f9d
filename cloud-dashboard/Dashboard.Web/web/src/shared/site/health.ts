import type { LinkState } from '../live/live-link';
import type { ProfileRefusal, ServerStatus, SiteSummary, TagMessage } from '../contract/types';

/** What is wrong on the way from the field to this browser: the link nearest to the browser, for what is behind it is not known. */
export type Fault = 'browser' | 'snapshot' | 'broker' | 'gateway' | 'field' | 'fieldPart';

export interface Trouble {
  fault: Fault;
  since: number;
  /** Whether nothing on the diagram can be taken for the present. */
  stale: boolean;
  /** A word of the contract or the reason that the gateway gave. */
  reason?: string | undefined;
  device?: string | undefined;
}

export interface Inputs {
  link: LinkState;
  fresh: boolean;
  summary: SiteSummary | undefined;
  status: ServerStatus | undefined;
}

export function trouble({ link, fresh, summary, status }: Inputs): Trouble | undefined {
  if (!link.up) {
    return { fault: 'browser', since: link.since, stale: true };
  }
  if (!fresh) {
    return { fault: 'snapshot', since: link.since, stale: true };
  }
  if (status && !status.broker.up) {
    return { fault: 'broker', since: Date.parse(status.broker.since), stale: true, reason: status.broker.reason };
  }
  if (!summary) {
    return undefined;
  }
  if (summary.status !== 'online') {
    const fault = summary.reason === 'linkDown' ? 'broker' : 'gateway';
    return { fault, since: Date.parse(summary.since), stale: true, reason: summary.reason ?? summary.status };
  }
  const down = summary.field.filter((link) => !link.up);
  const first = down[0];
  return first && {
    fault: down.length === summary.field.length ? 'field' : 'fieldPart',
    since: Date.parse(first.since),
    stale: down.length === summary.field.length,
    reason: first.reason,
    device: first.device,
  };
}

export type NodeState = 'ok' | 'warn' | 'down' | 'unknown';

export interface ChainNode {
  name: 'field' | 'gateway' | 'broker' | 'dashboard' | 'browser';
  state: NodeState;
  /** The time that its age counts from: the last sign of life, or since when it is down. */
  at: number | undefined;
  /** IEDs behind the field links that do not answer. */
  silent?: number;
  /** Whether the gateway works on with an older profile than it was given. */
  refused?: boolean;
}

/** The profile that the gateway refused, while it is heard: what it said before it went away may be over. */
export function refusal({ link, summary }: Pick<Inputs, 'link' | 'summary'>): ProfileRefusal | undefined {
  return link.up && summary?.status === 'online' ? summary.refused ?? undefined : undefined;
}

/**
 * When the newest reading was made. With one field link it is a sign of that link's life and comes with every poll that changed something, while
 * the link's own last answer comes only with the gateway's heartbeat.
 */
export function lastSign(tags: Iterable<TagMessage>): number | undefined {
  let newest: number | undefined;
  for (const { time: read } of tags) {
    const at = time(read);
    newest = at !== undefined && (newest === undefined || at > newest) ? at : newest;
  }
  return newest;
}

/** The way of a value, from the field to the eye. Behind a broken link nothing is known. */
export function chain(inputs: Inputs, lastMessage: number | undefined, lastRead?: number): ChainNode[] {
  const { link, summary, status } = inputs;
  const nodes: ChainNode[] = [];
  const serverKnown = link.up;
  const brokerUp = serverKnown && (status ? status.broker.up : summary?.reason !== 'linkDown');
  const gatewayUp = brokerUp && summary?.status === 'online';

  const refused = refusal(inputs) !== undefined;
  const answers = summary?.field.map((f) => Date.parse(f.lastAnswer ?? '')).filter((at) => !Number.isNaN(at)) ?? [];
  const oldest = answers.length > 0 ? Math.min(...answers) : undefined;
  // With more than one field link a reading does not say which of them brought it.
  const answered = summary?.field.length === 1 && lastRead !== undefined ? Math.max(lastRead, oldest ?? lastRead) : oldest;
  const down = summary?.field.find((f) => !f.up);
  const silent = summary?.field.reduce((sum, f) => sum + (f.silent?.length ?? 0), 0) ?? 0;
  nodes.push({
    name: 'field',
    state: !gatewayUp || !summary || summary.field.length === 0 ? 'unknown' : down ? 'down' : silent > 0 ? 'warn' : 'ok',
    at: down ? Date.parse(down.since) : answered,
    silent,
  });
  nodes.push({
    name: 'gateway',
    state: !brokerUp || !summary || summary.status === 'unknown' ? 'unknown' : !gatewayUp ? 'down' : refused ? 'warn' : 'ok',
    at: gatewayUp ? time(summary?.lastHeard) : time(summary?.since),
    refused,
  });
  nodes.push({
    name: 'broker',
    state: !serverKnown ? 'unknown' : brokerUp ? 'ok' : 'down',
    // A link that is up carries the gateway's last word: an age of its own would only say how long it has been up.
    at: brokerUp ? undefined : time(status?.broker.since),
  });
  nodes.push({
    name: 'dashboard',
    state: !serverKnown ? 'unknown' : status && !status.historian.up ? 'warn' : 'ok',
    at: status && !status.historian.up ? time(status.historian.since) : lastMessage,
  });
  nodes.push({ name: 'browser', state: link.up ? 'ok' : 'down', at: link.up ? undefined : link.since });
  return nodes;
}

function time(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
