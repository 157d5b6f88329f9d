import type { ElementMessage, SiteSnapshot, SiteSummary } from '../../../src/shared/contract/generated/contract';
import type { Inputs } from '../../../src/shared/site/trouble';

export const at = '2026-01-01T00:00:00Z';
export const element = (text: string): ElementMessage => ({ text, quality: 'good', time: at });
export const summary: SiteSummary = {
  site: 's', name: 'S', status: 'online', since: at, lastHeard: at, revision: 1,
  field: [{ device: 'a', up: true, since: at, lastAnswer: at }, { device: 'b', up: true, since: at, lastAnswer: at }],
  screens: [{ name: 'VS', description: 'Map', prefix: 'VS' }, { name: 'LA', description: 'Station', prefix: 'LA', parent: 'VS' }],
};
export const snapshot = (revision: number, elements: Record<string, ElementMessage>): SiteSnapshot => ({ summary, elements, tags: {}, revision });
export const healthy: Inputs = {
  link: { up: true, since: 0, tries: 0 }, fresh: true, summary,
  status: { version: '1', time: at, broker: { mode: 'embedded', up: true, since: at }, historian: { up: true, since: at },
    journals: { setAside: 0, unknown: 0, notAnnounced: 0 },
  },
};
