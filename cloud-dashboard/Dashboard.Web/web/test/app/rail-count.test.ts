import { afterEach, describe, expect, it } from 'vitest';
import { AppRail } from '../../src/app/app-rail';
import { alarms } from '../../src/shared/alarms/alarms-state';
import { locale } from '../../src/shared/i18n/locale';
import { overview } from '../../src/shared/site/overview';
import { alarm, overviewOf } from '../shared/alarms/samples';
import { summary } from '../shared/site/samples';

describe('the rail', () => {
  afterEach(() => {
    overview.sites.value = undefined;
    alarms.overview.value = undefined;
    document.body.innerHTML = '';
  });

  it('counts what calls by station, with the highest priority of it, and all of it where a phone has its stations', async () => {
    locale.choose('es');
    overview.sites.value = [summary, { ...summary, site: 'other', name: 'Other' }];
    alarms.overview.value = overviewOf(alarm(1, { priority: 2 }), alarm(2, { priority: 4 }));
    const rail = new AppRail();
    document.body.append(rail);
    await rail.updateComplete;
    const counts = (within: string): string[] => [...rail.renderRoot.querySelectorAll<HTMLElement>(`${within} .count`)]
      .map((count) => `${count.dataset['priority']}: ${count.textContent?.trim()}`);
    expect(counts('[data-testid=rail-site-s]')).toEqual(['2: 2prioridad 2, alta22 sin reconocer']);
    expect(counts('[data-testid=rail-site-other]')).toEqual([]);
    expect(counts('.phone')).toEqual(['2: 2prioridad 2, alta22 sin reconocer']);
    expect(rail.renderRoot.querySelector('[data-testid=rail-site-s] .priority')?.hasAttribute('data-calls')).toBe(true);
    rail.remove();
  });
});
