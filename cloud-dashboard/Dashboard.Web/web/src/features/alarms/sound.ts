import { computed, effect, signal } from '@preact/signals-core';
import { alarms, calls, type AlarmsState } from '../../shared/alarms/alarms-state';
import type { AlarmOverview, AlarmUpdate } from '../../shared/contract/generated/contract';
import { live, type Live } from '../../shared/live/live';
import { read, write } from '../../shared/ui/storage';

/** What the sound of a priority is made of: tones of these hertz, each of `tone` seconds, again after `every` seconds. */
interface Pattern {
  readonly tones: readonly number[];
  readonly tone: number;
  readonly every: number;
}

/** The more urgent, the higher, the more tones and the sooner again: they are told apart without a look at the screen. */
export const patterns: Readonly<Record<number, Pattern>> = {
  1: { tones: [988, 740, 988, 740], tone: 0.14, every: 1.2 },
  2: { tones: [740, 740], tone: 0.16, every: 2.4 },
  3: { tones: [587], tone: 0.2, every: 5 },
  4: { tones: [440], tone: 0.12, every: 10 },
};

/** So much of a tone is silence before the next. */
const GAP = 0.25;

/** What of the browser's sound is used. */
export type Sounds = Pick<AudioContext, 'state' | 'currentTime' | 'destination' | 'resume' | 'createOscillator' | 'createGain'>
  & Pick<EventTarget, 'addEventListener'>;

/**
 * Sounds while an alarm calls, until it is acknowledged or silenced at this console. Silencing counts for the alarms that are there: a new
 * one, or one that is raised again, sounds again. Off until somebody switches it on here.
 */
export class AlarmSound {
  readonly on = signal(read('sound') === 'on');
  /** 0 to 1. */
  readonly volume = signal(volumeOf(read('volume')));
  /** Whether the browser lets nothing be heard before somebody has pressed something on the page. */
  readonly blocked = signal(false);
  /** The priorities of the alarms that came since the silencing, by alarm; undefined: nothing was silenced. */
  readonly #since = signal<ReadonlyMap<number, number> | undefined>(undefined);
  /** The priority that sounds, whether one can hear it or not. */
  readonly sounding = computed(() => {
    const worst = this.alarms.worst();
    const since = this.#since.value;
    return !this.on.value || worst === undefined ? undefined
      : since === undefined ? worst : since.size > 0 ? Math.min(...since.values()) : undefined;
  });
  /** The last arrival that was known, and how many called, when it was silenced. */
  #heard = { arrival: 0, count: 0 };
  #newest = 0;
  #sounds: Sounds | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(connection: Live, private readonly alarms: AlarmsState, private readonly make: () => Sounds = () => new AudioContext()) {
    alarms.updates.listen((update) => this.#take(update));
    connection.on('stopped', () => {
      this.#since.value = undefined;
    });
    effect(() => this.#look(alarms.overview.value));
    effect(() => this.#repeat(this.sounding.value));
  }

  /** By a press, which is what browsers wait for. */
  choose(on: boolean): void {
    write('sound', on ? 'on' : null);
    this.on.value = on;
    if (on) {
      void this.unblock();
    }
  }

  setVolume(volume: number): void {
    this.volume.value = volumeOf(String(volume));
    write('volume', String(this.volume.peek()));
  }

  /** The alarms that are there sound no more at this console. */
  silence(): void {
    this.#heard = { arrival: this.#newest, count: this.alarms.unacknowledged.peek() };
    this.#since.value = new Map();
  }

  /** Lets one hear what a priority sounds like. */
  async test(priority: number): Promise<void> {
    await this.unblock();
    this.#play(priority);
  }

  async unblock(): Promise<void> {
    const sounds = this.#ready();
    await sounds?.resume().catch(() => undefined); // Refused: the state says so, and the page shows it.
    this.blocked.value = sounds?.state !== 'running';
  }

  /** Undefined where the browser has no sound at all: then it is blocked, and the page shows that. */
  #ready(): Sounds | undefined {
    if (!this.#sounds) {
      const sounds = this.#made();
      if (!sounds) {
        return undefined;
      }
      sounds.addEventListener('statechange', () => {
        this.blocked.value = sounds.state !== 'running';
      });
      this.#sounds = sounds;
    }
    return this.#sounds;
  }

  #made(): Sounds | undefined {
    try {
      return this.make();
    } catch {
      this.blocked.value = true;
      return undefined;
    }
  }

  #take({ changed, overview }: AlarmUpdate): void {
    const since = this.#since.peek();
    const next = since && new Map(since);
    for (const alarm of changed) {
      next?.delete(alarm.id);
      if (calls(alarm) && alarm.arrival > this.#heard.arrival) {
        next?.set(alarm.id, alarm.priority);
      }
      this.#newest = Math.max(this.#newest, alarm.arrival);
    }
    if (next) {
      this.#since.value = next;
    }
    this.#look(overview);
  }

  /** What came without being named, after an outage or in a storm, sounds too: rather once too often. */
  #look(overview: AlarmOverview | undefined): void {
    const since = this.#since.peek();
    const { first } = overview ?? {};
    const count = (overview?.sites ?? []).flatMap((site) => site.unacknowledged).reduce((sum, one) => sum + one, 0);
    if (since && overview) {
      const unnamed = count - since.size > this.#heard.count
        || first !== undefined && first.arrival > this.#heard.arrival && !since.has(first.id);
      this.#heard.count = Math.min(this.#heard.count, Math.max(0, count - since.size));
      if (count === 0 || unnamed) {
        this.#since.value = undefined;
      }
    }
    this.#newest = Math.max(this.#newest, first?.arrival ?? 0);
  }

  #repeat(priority: number | undefined): void {
    clearInterval(this.#timer);
    const pattern = patterns[priority ?? 0];
    if (priority !== undefined && pattern) {
      this.#play(priority);
      this.#timer = setInterval(() => this.#play(priority), pattern.every * 1000);
    }
  }

  #play(priority: number): void {
    const pattern = patterns[priority];
    const sounds = this.#ready();
    if (sounds && sounds.state !== 'running') {
      void this.unblock();
    }
    if (!pattern || sounds?.state !== 'running') {
      return; // What cannot be heard now is not kept for later: it would all sound at once.
    }
    pattern.tones.forEach((hertz, at) => {
      const begin = sounds.currentTime + at * pattern.tone * (1 + GAP);
      const tone = sounds.createOscillator();
      const gain = sounds.createGain();
      tone.frequency.value = hertz;
      tone.type = 'triangle';
      // Without a soft begin and end a tone clicks.
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(this.volume.peek(), begin + 0.01);
      gain.gain.setValueAtTime(this.volume.peek(), begin + pattern.tone - 0.02);
      gain.gain.linearRampToValueAtTime(0, begin + pattern.tone);
      tone.connect(gain).connect(sounds.destination);
      tone.start(begin);
      tone.stop(begin + pattern.tone);
    });
  }
}

function volumeOf(stored: string | null): number {
  const volume = Number.parseFloat(stored ?? '');
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 0.5;
}

export const sound = new AlarmSound(live, alarms);
