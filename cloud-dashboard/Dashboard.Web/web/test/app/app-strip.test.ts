import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppStrip } from '../../src/app/app-strip';
import type { AlarmKey } from '../../src/shared/alarms/alarm-key';
import { alarms } from '../../src/shared/alarms/alarms-state';
import { roles } from '../../src/shared/api/role';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { live } from '../../src/shared/live/live';
import { watched } from '../../src/shared/site/watched';
import { call, shown } from '../faults/strip';
import { alarm, overviewOf } from '../shared/alarms/samples';

const event = alarm(9, { description: 'Resorte' }).event as SiteEvent;

describe('the strip', () => {
  let strip: AppStrip;

  beforeEach(async () => {
    locale.choose('es');
    roles.value = { role: 'operator' };
    strip = await shown(event);
  });

  afterEach(() => {
    strip.remove();
    roles.value = undefined;
    watched.data.value = undefined;
    live.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const calls = async (...some: Parameters<typeof call>): Promise<void> => {
    call(...some);
    await strip.updateComplete;
  };
  const text = (selector: string): string | undefined => strip.renderRoot.querySelector(selector)?.textContent?.trim().replace(/\s+/g, ' ');
  const key = async (): Promise<HTMLButtonElement | null | undefined> => {
    const part = strip.renderRoot.querySelector<AlarmKey>('alarm-key');
    await part?.updateComplete;
    return part?.renderRoot.querySelector('button');
  };

  it('says that nothing calls, with the newest event in the second place', () => {
    expect([text('.calm'), text('.what')]).toEqual(['Sin alarmas por reconocer', 'Resorte']);
  });

  it('shows the alarm that calls first with its priority in a word, its state and how many more there are', async () => {
    await calls(alarm(1, { active: false, raises: 3 }), alarm(2, { site: 'other' }));
    expect([text('.priority .hidden'), text('.what'), text('.life'), text('.more'), text('.calm')])
      .toEqual(['prioridad 1, crítica', 'Alimentador 1', 'repuesta sin reconocer ×3', 'y 1 más', undefined]);
    await calls();
    expect(text('.calm')).toBe('Sin alarmas por reconocer');
  });

  it('says that there is a flood while more than ten were raised within ten minutes', async () => {
    const raised = (count: number, ago: number): Parameters<typeof call> => Array.from({ length: count }, (_, index) =>
      alarm(index + 1, { site: `s${index % 3}`, time: new Date(Date.now() - ago - index * 30_000).toISOString() }));
    await calls(...raised(10, 0));
    expect(text('[data-testid=flood]')).toBeUndefined();
    await calls(...raised(11, 0));
    expect(text('[data-testid=flood]')).toBe('Avalancha: más de 10 alarmas en 10 minutos');
    await calls(...raised(11, 330_000));
    expect(text('[data-testid=flood]')).toBeUndefined();
  });

  it('keeps the alarm beside the banner of a cut, and says nothing of calm then', async () => {
    await calls(alarm(1));
    watched.data.peek()?.lost();
    await strip.updateComplete;
    expect(strip.renderRoot.querySelector('[data-testid=banner]')).not.toBeNull();
    expect(text('.what')).toBe('Alimentador 1');
    await calls();
    expect([strip.renderRoot.querySelectorAll('.line').length, text('.calm')]).toEqual([1, undefined]);
  });

  it('has a key for operators and none for viewers', async () => {
    await calls(alarm(1));
    expect((await key())?.textContent).toBe('Reconocer');
    roles.value = { role: 'viewer' };
    expect(await key()).toBeNull();
  });

  it('has the key only for alarms of the stations where the user operates', async () => {
    roles.value = { role: 'operator', all: 'viewer', stations: [{ site: 's', role: 'operator' }] };
    await calls(alarm(1));
    expect((await key())?.textContent).toBe('Reconocer');
    await calls(alarm(2, { site: 'other' }));
    expect([text('.what'), await key()]).toEqual(['Alimentador 2', null]);
  });

  it('shows below an alarm of another station the first that the user may acknowledge, with its key', async () => {
    roles.value = { role: 'operator', all: 'viewer', stations: [{ site: 's', role: 'operator' }] };
    alarms.overview.value = { ...overviewOf(alarm(2, { site: 'other' }), alarm(1)), own: alarm(1) };
    await strip.updateComplete;
    const keys = [...strip.renderRoot.querySelectorAll<AlarmKey>('alarm-key')];
    await Promise.all(keys.map((one) => one.updateComplete));
    expect(keys.map((one) => one.renderRoot.querySelector('button')?.textContent)).toEqual([undefined, 'Reconocer']);
    expect(text('[data-testid=strip-own]')).toMatch(/^A su cargo: .*Alimentador 1/);
    expect(strip.renderRoot.querySelectorAll('sound-key')).toHaveLength(1);
  });

  it('marks the first of a burst, and says of another what was first', async () => {
    const burst = { id: 1, first: 1, alarms: 3 };
    alarms.overview.value = overviewOf(alarm(1, { burst, firstOut: true }));
    await strip.updateComplete;
    expect(text('[data-testid=first-out]')).toBe('primera');
    alarms.overview.value = { ...overviewOf(alarm(2, { burst })), cause: alarm(1).event };
    await strip.updateComplete;
    expect(text('[data-testid=first-out]')).toBeUndefined();
    expect(strip.renderRoot.querySelector<HTMLElement>('.what')?.title).toMatch(/la primera fue Alimentador 1/);
  });

  it('takes no press that was meant for the alarm before, and acknowledges what it shows', async () => {
    const bodies: string[] = [];
    vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
      bodies.push(String(init.body));
      return Promise.resolve(Response.json({ alarms: [{ id: 2, outcome: 'raisedAgain' }] }));
    });
    vi.useFakeTimers();
    await calls(alarm(1));
    await key();
    await vi.advanceTimersByTimeAsync(600);
    expect((await key())?.disabled).toBe(false);
    await calls(alarm(2, { raises: 4 }));
    (await key())?.click();
    expect([(await key())?.disabled, bodies]).toEqual([true, []]);
    await vi.advanceTimersByTimeAsync(600);
    (await key())?.click();
    await vi.advanceTimersByTimeAsync(0);
    await key();
    expect(bodies).toEqual(['{"alarms":[{"id":2,"raises":4}]}']);
    expect(strip.renderRoot.querySelector<AlarmKey>('alarm-key')?.renderRoot.querySelector('.outcome')?.textContent)
      .toBe('1 se repitió entretanto y sigue sin reconocer.');
  });
});
