import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiagramPage } from '../../src/features/diagram/diagram-page';
import type { SidePanel } from '../../src/features/diagram/side-panel';
import type { TagMessage } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { overview } from '../../src/shared/site/overview';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import type { EmptyState } from '../../src/shared/ui/empty-state';
import { element, snapshot, summary } from '../shared/site/samples';
import '../../src/features/diagram/diagram-page';

const screens = ['LA', 'LB'].map((name) => ({ name, description: `Esquema ${name}`, prefix: name }));
const site = { ...summary, screens };

describe('fault 50: an address that leads nowhere says so', () => {
  let page: DiagramPage;

  beforeEach(async () => {
    locale.choose('es');
    overview.sites.value = [site];
    watched.data.value = new SiteData('s');
    page = document.createElement('diagram-page') as DiagramPage;
    page.screen = 'ZZ';
    document.body.append(page);
    await page.updateComplete;
  });

  afterEach(() => {
    page.remove();
    overview.sites.value = undefined;
    watched.data.value = undefined;
  });

  it('names the diagram that is missing and shows no other one', () => {
    const empty = page.renderRoot.querySelector<EmptyState>('empty-state');
    expect(empty?.heading).toBe('La estación S no tiene un esquema ZZ');
    expect(empty?.text).toContain('LA, LB.');
    expect(page.renderRoot.querySelector('diagram-view, .skeleton')).toBeNull();
  });

  it('leads to those that exist', () => {
    const asked: unknown[] = [];
    page.addEventListener('open-page', (event) => asked.push((event as CustomEvent).detail));
    const [, second] = page.renderRoot.querySelectorAll<HTMLButtonElement>('nav button');
    expect(second?.textContent).toBe('Esquema LB');
    second?.click();
    expect(asked).toEqual([{ page: 'diagram', site: 's', query: { screen: 'LB' } }]);
  });
});

describe('the side panel says when the value changed, and not when its quality did', () => {
  const panel = async (quality: TagMessage['quality']): Promise<string> => {
    const data = new SiteData('s');
    data.take({
      ...snapshot(1, { A: { ...element('1'), quality, time: '2026-01-01T12:00:09Z' } }),
      tags: { A: { value: 1, quality, time: '2026-01-01T11:00:00Z' } as TagMessage },
    });
    watched.data.value = data;
    const side = document.createElement('side-panel') as SidePanel;
    side.tag = 'A';
    document.body.append(side);
    await side.updateComplete;
    const text = [...side.renderRoot.querySelectorAll('dt')].map((one) => one.textContent).join('|');
    side.remove();
    watched.data.value = undefined;
    return text;
  };

  beforeEach(() => locale.choose('es'));

  it('one line while it is good', async () => expect(await panel('good')).toBe('Calidad|Sin cambios desde|Huso horario|Punto'));

  it('and no change of a value that only went stale', async () =>
    expect(await panel('stale')).toBe('Calidad|Con esta calidad desde|Lectura de este valor|Huso horario|Punto'));
});
