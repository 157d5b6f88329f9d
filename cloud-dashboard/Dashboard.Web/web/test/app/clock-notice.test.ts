import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClockNotice } from '../../src/app/clock-notice';
import { locale } from '../../src/shared/i18n/locale';
import { live } from '../../src/shared/live/live';
import { overview } from '../../src/shared/site/overview';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { summary } from '../shared/site/samples';

describe('the line about the clock of a gateway', () => {
  beforeEach(() => locale.choose('es'));
  afterEach(() => {
    watched.data.value = undefined;
    overview.sites.value = undefined;
    live.stop();
    document.body.innerHTML = '';
  });

  const shown = async (clock: string | undefined): Promise<string> => {
    overview.sites.value = [{ ...summary, ...(clock !== undefined && { clock }) }];
    watched.data.value = new SiteData('s');
    const notice = new ClockNotice();
    document.body.replaceChildren(notice);
    await notice.updateComplete;
    return notice.shadowRoot?.querySelector('p')?.textContent?.trim() ?? '';
  };

  it('is there while the clock is not right, and says what that means', async () => {
    live.link.value = { up: true, since: 0, tries: 0 };
    expect(await shown('notSet')).toContain('no tiene hora');
    expect(await shown('unsynchronised')).toContain('perdió la sincronización');
    expect(await shown('aNewerWord')).toContain('aNewerWord');
    for (const fine of ['synchronised', 'unchecked', undefined]) {
      expect(await shown(fine)).toBe('');
    }
  });

  it('says nothing of a gateway of which nothing is known', async () => {
    live.link.value = { up: false, since: 0, tries: 1 };
    expect(await shown('notSet')).toBe('');
  });
});
