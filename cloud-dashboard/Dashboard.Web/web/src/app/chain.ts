import type { ProfileRefusal, TagMessage } from '../shared/contract/generated/contract';
import { doubtfulClock } from '../shared/site/gateway-clock';
import type { Inputs } from '../shared/site/trouble';
import type { NodeState } from '../shared/ui/icons';

export interface ChainNode {
  name: 'field' | 'gateway' | 'broker' | 'dashboard' | 'browser';
  state: NodeState;
  /** The time that its age counts from: the last sign of life, or since when it is down. */
  at: number | undefined;
  /** IEDs behind the field links that do not answer. */
  silent?: number;
  /** Whether the gateway works on with an older profile than it was given. */
  refused?: boolean;
  /** The word for the clock of the gateway, where its times are doubtful. */
  clock?: string;
}

/** The profile that the gateway refused, while it is heard: what it said before it went away may be over. */
export function refusal({ link, summary }: Pick<Inputs, 'link' | 'summary'>): ProfileRefusal | undefined {
  return link.up && summary?.status === 'online' ? summary.refused ?? undefined : undefined;
}

/**
 * When the newest reading was made. With one field link it is a sign of that link's life and comes with every poll that changed something,
 * while the link's own last answer comes only with the gateway's heartbeat.
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
  const brokerUp = serverKnown && (status ? status.broker.up : summary?.reason !== 'brokerDown');
  const gatewayUp = brokerUp && summary?.status === 'online';

  const refused = refusal(inputs) !== undefined;
  const clock = link.up ? doubtfulClock(summary) : undefined;
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
    state: !brokerUp || !summary || summary.status === 'unknown' ? 'unknown'
      : !gatewayUp ? 'down' : refused || clock !== undefined ? 'warn' : 'ok',
    at: gatewayUp ? time(summary?.lastHeard) : time(summary?.since),
    refused,
    ...(clock !== undefined && { clock }),
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
