import { describe, expect, it } from 'vitest';
import type { SiteSummary } from '../../src/shared/contract/generated/contract';
import type { Live } from '../../src/shared/live/live';
import { Overview } from '../../src/shared/site/overview';

const at = '2026-01-01T00:00:00Z';
const screens = [{ name: 'LA', description: 'ET Los Álamos', prefix: 'LA' }];
const summary: SiteSummary = {
  site: 's', name: 'S', status: 'lost', reason: 'silent', since: at, lastHeard: at, field: [], screens, profile: 'abc', revision: 3,
};

/** What the overview holds after it heard the summary and then these glances. */
function after(...glances: SiteSummary[]): SiteSummary[] | undefined {
  const listeners = new Map<string, (what: SiteSummary) => void>();
  const live = { on: (name: string, listener: (what: SiteSummary) => void) => listeners.set(name, listener) };
  const overview = new Overview(live as unknown as Live);
  overview.take(summary);
  glances.forEach((glance) => listeners.get('glance')?.(glance));
  return overview.sites.value;
}

describe('a glance at a site that is not watched', () => {
  it('changes how the site is and leaves its drawings', () => {
    expect(after({ site: 's', name: 'S', status: 'online', since: at, field: [], screens: [], revision: 4 }))
      .toEqual([{ site: 's', name: 'S', status: 'online', since: at, field: [], screens, profile: 'abc', revision: 4 }]);
  });

  it('is dropped when it is older than what is known, and for a site that is not known', () => {
    expect(after(
      { site: 's', name: 'S', status: 'online', since: at, field: [], screens: [], revision: 2 },
      { site: 'other', name: 'O', status: 'online', since: at, field: [], screens: [], revision: 9 },
    )).toEqual([summary]);
  });
});
