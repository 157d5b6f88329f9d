import { afterEach, describe, expect, it } from 'vitest';
import { SidePanel } from '../../../src/features/diagram/side-panel';
import { SiteData } from '../../../src/shared/site/site-data';
import { watched } from '../../../src/shared/site/watched';
import type { Route } from '../../../src/shared/ui/navigation';
import { element, snapshot } from '../../shared/site/samples';

describe('the way from an element to its trend', () => {
  afterEach(() => {
    watched.data.value = undefined;
    document.body.innerHTML = '';
  });

  const key = async (tag: string, routes: Route[]): Promise<HTMLElement | null> => {
    const data = new SiteData('s');
    data.catalog.value = {
      site: 's', name: 'S', timeZone: 'UTC', profile: 'p', devices: [], colours: [], screens: [],
      tags: [{ tag: 'P', kind: 'analog', description: 'Potencia', unit: 'kW', device: 'd' }],
      elements: [{ tag: 'P', description: 'Potencia' }, { tag: 'BAR', description: 'Barra' }],
    } as never;
    data.take(snapshot(1, { [tag]: element('1') }));
    watched.data.value = data;
    const panel = new SidePanel();
    panel.tag = tag;
    panel.addEventListener('open-page', (event) => routes.push((event as CustomEvent<Route>).detail));
    document.body.append(panel);
    await panel.updateComplete;
    return panel.renderRoot.querySelector<HTMLElement>('[data-testid=panel-trend]');
  };

  it('is one press from a point, and not there for what is no point', async () => {
    const routes: Route[] = [];
    (await key('P', routes))?.click();
    expect(routes).toEqual([{ page: 'trends', site: 's', query: { tags: 'P', span: '1h' } }]);
    expect(await key('BAR', routes)).toBeNull();
  });
});
