import { describe, expect, it } from 'vitest';
import { csvName, csvOf } from '../../../src/features/trends/csv';
import { locale } from '../../../src/shared/i18n/locale';
import { series, viewWith } from './samples';

describe('the table of what is shown', () => {
  it('has each column with its times, all its numbers, and gaps as nothing', () => {
    locale.choose('es');
    const view = viewWith(series('A', [13.25, null], { description: 'Tensión "A"', maximum: [99, null], stale: [0, 0.5] }));
    expect(csvOf({ ...view, edges: [view.edges[0]! + 125, ...view.edges.slice(1)] }, 'America/Argentina/Buenos_Aires').split('\r\n')).toEqual([
      '\ufeff"desde (UTC)","hasta (UTC)","desde (America/Argentina/Buenos_Aires)","Tensión ""A"" A: mínimo (kV)","Tensión ""A"" A: máximo (kV)",'
      + '"Tensión ""A"" A: media (kV)","Tensión ""A"" A: primero (kV)","Tensión ""A"" A: último (kV)","Tensión ""A"" A: parte del tiempo buena",'
      + '"Tensión ""A"" A: parte del tiempo sin actualizar","Tensión ""A"" A: parte del tiempo mala"',
      '2026-03-01T12:00:00.000125Z,2026-03-01T12:00:01.000000Z,"01/03/2026 09:00:00.000",13.25,99,13.25,13.25,13.25,1,0,0',
      '2026-03-01T12:00:01.000000Z,2026-03-01T12:00:02.000000Z,"01/03/2026 09:00:01.000",,,,,,0,0.5,0',
      '',
    ]);
    expect(csvName(view)).toBe('s-2026-03-01T120000.csv');
  });

  it('has no text that a spreadsheet takes for a formula', () => {
    expect(csvOf(viewWith(series('A', [1], { description: '=1+1' })), 'UTC')).toContain('"\'=1+1 A: mínimo (kV)"');
  });
});
