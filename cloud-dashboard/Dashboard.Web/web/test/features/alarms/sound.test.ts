import { batch } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlarmSound, patterns, type Sounds } from '../../../src/features/alarms/sound';
import { SoundNotice } from '../../../src/features/alarms/sound-control';
import { sound as own } from '../../../src/features/alarms/sound';
import { AlarmsState } from '../../../src/shared/alarms/alarms-state';
import type { AlarmUpdate, AlarmView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import type { Live } from '../../../src/shared/live/live';
import { alarm, overviewOf } from '../../shared/alarms/samples';

describe('the sound of a console', () => {
  const listeners = new Map<string, (update?: AlarmUpdate) => void>();
  let tones: number[];
  let state: AudioContextState;
  let allowed: boolean;
  let sound: AlarmSound;

  const context = (): Sounds => ({
    get state() {
      return state;
    },
    currentTime: 0,
    destination: {},
    addEventListener: () => undefined,
    resume: () => {
      state = allowed ? 'running' : 'suspended';
      return Promise.resolve();
    },
    createGain: () => ({ gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined }, connect: () => undefined }),
    createOscillator: () => {
      const frequency = { value: 0 };
      return { frequency, connect: (to: unknown) => to, start: () => void tones.push(frequency.value), stop: () => undefined };
    },
  } as unknown as Sounds);

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    tones = [];
    state = 'running';
    allowed = true;
    const connection = {
      on: (name: string, listener: () => void) => {
        const before = listeners.get(name);
        listeners.set(name, (update) => {
          before?.(update);
          (listener as (update?: AlarmUpdate) => void)(update);
        });
      },
    } as unknown as Live;
    listeners.clear();
    sound = new AlarmSound(connection, new AlarmsState(connection), context);
  });

  afterEach(() => {
    listeners.get('stopped')?.();
    vi.useRealTimers();
    localStorage.clear();
  });

  /** An alarm changes; `calling` is all that calls then. */
  const comes = (changed: AlarmView[], calling: AlarmView[], all = true): void =>
    batch(() => listeners.get('alarms')?.({ changed, all, overview: overviewOf(...calling) })); // As the live connection does it.
  const heard = async (seconds: number): Promise<number[]> => {
    tones = [];
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    return tones;
  };

  it('is off until somebody switches it on here, which is remembered', () => {
    comes([alarm(1)], [alarm(1)]);
    expect([sound.sounding.value, tones]).toEqual([undefined, []]);
    sound.choose(true);
    expect([sound.sounding.value, tones.length, localStorage.getItem('sound')]).toEqual([1, 4, 'on']);
    sound.choose(false);
    expect([sound.sounding.value, localStorage.getItem('sound')]).toEqual([undefined, null]);
  });

  it('has a pattern for each priority, the urgent ones sooner again', () => {
    const all = [1, 2, 3, 4].map((priority) => patterns[priority]);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(4);
    expect(all.map((one) => one?.every)).toEqual([...all.map((one) => one?.every ?? 0)].sort((a, b) => a - b));
    expect(all.every((one) => one && one.tones.length * one.tone * 1.25 < one.every)).toBe(true);
  });

  it('sounds again and again until everything is acknowledged', async () => {
    sound.choose(true);
    comes([alarm(1, { priority: 2 })], [alarm(1, { priority: 2 })]);
    expect(await heard(4.9)).toEqual([740, 740, 740, 740]);
    comes([alarm(1, { acknowledged: true, change: 9 })], []);
    expect(await heard(10)).toEqual([]);
  });

  it('is silent after it was silenced, until another alarm comes or one is raised again', () => {
    sound.choose(true);
    const [one, two] = [alarm(1), alarm(2, { priority: 3 })];
    comes([one], [one]);
    comes([two], [one, two]);
    sound.silence();
    expect(sound.sounding.value).toBeUndefined();
    const returned = alarm(1, { active: false, change: 8 });
    comes([returned], [returned, two]);
    expect(sound.sounding.value).toBeUndefined();
    const fresh = alarm(3, { priority: 4 });
    comes([fresh], [returned, two, fresh]);
    expect(sound.sounding.value).toBe(4);
    comes([alarm(3, { acknowledged: true, change: 9 })], [returned, two]);
    expect(sound.sounding.value).toBeUndefined();
    const again = alarm(2, { priority: 3, raises: 2, arrival: 10, change: 10 });
    comes([again], [returned, again]);
    expect(sound.sounding.value).toBe(3);
    sound.silence();
    expect(sound.sounding.value).toBeUndefined();
  });

  it('sounds for what came unnamed in a storm, and after all was acknowledged begins anew', () => {
    sound.choose(true);
    const some = [alarm(1), alarm(2)];
    comes(some, some);
    sound.silence();
    comes([], [...some, alarm(3)], false);
    expect(sound.sounding.value).toBe(1);
    sound.silence();
    comes([], []);
    comes([alarm(4, { arrival: 1 })], [alarm(4, { arrival: 1 })]);
    expect(sound.sounding.value).toBe(1);
  });

  it('sounds for what came after others were acknowledged, though no more call than before', () => {
    sound.choose(true);
    comes([alarm(1), alarm(2)], [alarm(1), alarm(2)]);
    sound.silence();
    comes([alarm(2, { acknowledged: true, change: 5 })], [alarm(1)]);
    comes([], [alarm(1), alarm(7, { priority: 4 })], false);
    expect(sound.sounding.value).toBe(1);
  });

  it('says that the browser blocks it, and keeps nothing for later', async () => {
    state = 'suspended';
    allowed = false;
    sound.choose(true);
    comes([alarm(1)], [alarm(1)]);
    await vi.advanceTimersByTimeAsync(3000);
    expect([sound.blocked.value, tones]).toEqual([true, []]);
    allowed = true;
    await sound.unblock();
    expect([sound.blocked.value, tones]).toEqual([false, []]);
    expect((await heard(1.2)).length).toBe(4);
  });

  it('says it too where the browser has no sound at all', () => {
    const connection = { on: () => undefined } as unknown as Live;
    const deaf = new AlarmSound(connection, new AlarmsState(connection), () => {
      throw new Error('no sound');
    });
    deaf.choose(true);
    expect(deaf.blocked.value).toBe(true);
  });

  it('remembers how loud, within what is possible', async () => {
    sound.setVolume(7);
    expect([sound.volume.value, localStorage.getItem('volume')]).toEqual([1, '1']);
    await sound.test(4);
    expect(tones).toEqual([440]);
  });
});

it('the notice of a blocked sound is a plain line with a button', async () => {
  locale.choose('es');
  const notice = new SoundNotice();
  document.body.append(notice);
  await notice.updateComplete;
  expect(notice.renderRoot.querySelector('p')).toBeNull();
  own.on.value = true;
  own.blocked.value = true;
  await notice.updateComplete;
  expect(notice.renderRoot.querySelector('p')?.textContent?.replace(/\s+/g, ' ').trim())
    .toBe('El sonido está bloqueado por el navegador: no se oirá ninguna alarma. Permitir el sonido');
  own.on.value = false;
  own.blocked.value = false;
  notice.remove();
});
