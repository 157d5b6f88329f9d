import type { ElementMessage } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { formatAgo } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { codeText } from '../../shared/i18n/codes';
import { watched } from '../../shared/site/watched';
import { Animator } from './animator';
import { Marks, type Mark } from './marks';
import { ownState } from './own-state';
import { ownTag } from './own-tag';
import { seen } from './seen';
import { Room } from './room';
import type { StationCall } from './station-calls';
import { Stops } from './stops';
import { t } from './words';
import { isZero, onlyZeros } from './zero';

/** What a tapped part stands for, and the screen that it opens, if another than this. */
export interface Tagged {
  tag: string;
  opens: string | undefined;
}

/** A drawing joined to the values: collects what changed and shows it once a frame. */
export class LiveDrawing {
  readonly #animator: Animator;
  readonly #marks: Marks;
  readonly #room: Room;
  readonly #nodes = new Map<string, SVGGraphicsElement[]>();
  readonly #dirty = new Set<string>();
  #calling: ReadonlySet<string> = new Set();
  /** What calls behind the screens that this one opens. */
  #stations: ReadonlyMap<string, StationCall> = new Map();
  /** What is set by hand and drawn here. */
  readonly #hands = new Set<string>();
  /** Whether something that calls was not to be seen when the frames were drawn. */
  #unframed = false;
  readonly stops = new Stops();
  /** Whether nothing is bad but zeros without pulses; when that changes, so may the mark of everything that is bad. */
  #zeros = false;
  #frame = 0;

  /** `shown` is how a colour is shown, where the drawing may lie on a dark page. */
  constructor(
    private readonly svg: SVGSVGElement, private readonly screen: string, sheet: Element, shown?: (colour: string) => string,
  ) {
    for (const node of svg.querySelectorAll<SVGGraphicsElement>('[tag]')) {
      const tag = ownTag(node);
      // A part inside a part of the same tag is one thing to the reader: one key stop, one mark.
      if (tag && ownTag(node.parentElement?.closest('[tag]') ?? node.ownerSVGElement ?? node) !== tag) {
        const list = this.#nodes.get(tag) ?? [];
        list.push(node);
        this.#nodes.set(tag, list);
      }
    }
    this.#animator = new Animator(svg, shown);
    this.#room = new Room(svg);
    this.#marks = new Marks(svg, sheet);
    this.#areas();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#marks.remove();
  }

  /** Gives every part its name and, where it leads elsewhere, the sign of it; the parts that are described are stops of the arrow keys. */
  describe(): void {
    const stops: SVGGraphicsElement[] = [];
    for (const [tag, nodes] of this.#nodes) {
      const opens = this.#opens(tag);
      nodes.forEach((node) => {
        node.setAttribute('role', opens ? 'link' : 'button');
        node.toggleAttribute('data-link', opens !== undefined);
        node.setAttribute('tabindex', '-1');
      });
      this.name(tag);
      // A tag that is drawn many times is still one stop.
      const [first] = nodes;
      if (first && watched.data.peek()?.described.peek().has(tag)) {
        stops.push(first);
      }
    }
    this.stops.take(stops);
  }

  /** The screens that parts of this one open. */
  get opened(): ReadonlySet<string> {
    return new Set([...this.#nodes.keys()].map((tag) => this.#opens(tag)).filter((screen) => screen !== undefined));
  }

  /** What calls behind the screens that this one opens: a mark at the first part that opens each. */
  station(calls: ReadonlyMap<string, StationCall>): void {
    this.#stations = calls;
    this.place();
    [...this.#nodes.keys()].filter((tag) => this.#opens(tag) !== undefined).forEach((tag) => this.name(tag));
  }

  /** The marks of stations keep their size on the glass: again when the drawing has another. */
  place(): void {
    const places = [...this.#stations].map(([screen, call]) => {
      const first = [...this.#nodes].find(([tag, nodes]) => this.#opens(tag) === screen && nodes.some((node) => seen(node).length > 0));
      return [first?.[1].flatMap(seen)[0], call] as const;
    });
    this.#marks.stations(places.filter((one): one is [SVGGraphicsElement, StationCall] => one[0] !== undefined));
    this.#markHands();
  }

  #markHands(): void {
    this.#marks.hands([...this.#hands].flatMap((tag) => this.#nodes.get(tag)?.flatMap(seen) ?? []));
  }

  /** What a part is called, with its state: who does not see the drawing hears what it shows. */
  name(tag: string): void {
    const opens = this.#opens(tag);
    const screen = watched.summary.peek()?.screens.find((one) => one.name === opens)?.description ?? opens ?? '';
    const description = this.#words(tag);
    const call = this.#stations.get(opens ?? '');
    const calling = call && t(call.count === 1 ? 'diagram.stationCallsOne' : 'diagram.stationCalls', { n: call.count, p: call.priority });
    const name = opens ? [t('diagram.opens', { description, screen }), calling].filter(Boolean).join(' ') : description;
    for (const node of this.#nodes.get(tag) ?? []) {
      if (node.getAttribute('aria-label') !== name) {
        node.setAttribute('aria-label', name);
      }
    }
  }

  #words(tag: string): string {
    const data = watched.data.peek();
    const element = data?.described.peek().get(tag);
    const message = data?.elements.get(tag);
    const point = data?.points.peek().get(tag);
    const { shown, tripped } = ownState(message, data?.tags.get(tag), point);
    const unit = element?.unit ?? point?.unit;
    const value = shown !== undefined && unit && !shown.includes(unit) ? `${shown} ${unit}` : shown;
    const quality = message?.quality ?? (element && data?.loaded.peek() ? 'bad' : 'good');
    const doubt = this.#isZero(tag) ? t('panel.zero')
      : quality === 'good' ? '' : t('diagram.quality', { quality: codeText('quality', quality) });
    const calls = this.#calling.has(tag) ? t('diagram.calls') : '';
    const hand = message?.byHand?.length ? t('hand.mark') : '';
    const state = [value, tripped ? t('panel.trip') : '', calls, hand, doubt].filter(Boolean).join(', ');
    const description = element?.description || tag;
    return state === '' ? description : t('diagram.state', { description, state });
  }

  tagged(target: Element): Tagged | undefined {
    for (let at = target.closest('[tag]'); at && this.svg.contains(at); at = at.parentElement?.closest('[tag]') ?? null) {
      const tag = ownTag(at);
      if (tag) {
        return { tag, opens: this.#opens(tag) };
      }
    }
    return undefined;
  }

  /** What a pointer that rests on a part is told: what it is, and when it is not good, that and how old. */
  hint(target: Element): string {
    const tag = this.tagged(target)?.tag;
    if (tag === undefined) {
      return '';
    }
    const message = watched.data.peek()?.elements.get(tag);
    const parts = [watched.data.peek()?.described.peek().get(tag)?.description || tag];
    if (message?.byHand?.length) {
      parts.push(t('hand.mark'));
    }
    if (message && message.quality !== 'good') {
      const quality = this.#isZero(tag) ? t('panel.zero') : codeText('quality', message.quality);
      parts.push(quality, formatAgo(now() - Date.parse(message.time)), reasonText(message));
    }
    return parts.filter((part) => part !== '').join(' · ');
  }

  show(tags: Iterable<string>): void {
    for (const tag of tags) {
      this.#dirty.add(tag);
    }
    if (this.#frame === 0 && this.#dirty.size > 0) {
      this.#frame = requestAnimationFrame(() => this.#flush());
    }
  }

  /** Which points have an alarm that nobody has acknowledged. */
  call(calling: ReadonlySet<string>): void {
    const changed = new Set([...calling, ...this.#calling].filter((tag) => calling.has(tag) !== this.#calling.has(tag)));
    this.#calling = calling;
    this.#markCalling();
    changed.forEach((tag) => this.name(tag));
  }

  #markCalling(moved?: ReadonlySet<string>): void {
    const drawn = [...this.#calling].filter((tag) => this.#nodes.has(tag))
      .map((tag) => [tag, this.#nodes.get(tag)?.flatMap(seen) ?? []] as const);
    const framed = drawn.filter(([, nodes]) => nodes.length > 0);
    this.#unframed = framed.length < drawn.length;
    this.#marks.call(new Map(framed), moved);
  }

  showAll(): void {
    this.show(this.#nodes.keys());
  }

  #flush(): void {
    this.#frame = 0;
    const data = watched.data.peek();
    if (!data?.loaded.peek()) {
      return;
    }
    const zeros = onlyZeros(data.elements.values(), data.tags.values());
    if (zeros !== this.#zeros) {
      this.#zeros = zeros;
      data.elements.forEach((message, tag) => message.quality === 'bad' && this.#dirty.add(tag));
    }
    const marks: [string, Mark, SVGGraphicsElement[], boolean][] = [];
    let hands = false;
    for (const tag of this.#dirty) {
      const nodes = this.#nodes.get(tag);
      if (nodes) {
        const message = data.elements.get(tag);
        const moved = this.#animator.apply(tag, message);
        // What the catalogue names and nobody has sent is not known: it is bad, not as the drawing happens to show it.
        const quality = message?.quality ?? (data.described.peek().has(tag) ? 'bad' : 'good');
        marks.push([tag, this.#isZero(tag) ? 'zero' : quality, quality === 'good' ? [] : nodes.flatMap(seen), moved]);
        nodes.forEach((node) => node.setAttribute('data-quality', quality));
        const hand = (message?.byHand?.length ?? 0) > 0;
        hands ||= hand !== this.#hands.has(tag) || hand && moved;
        this.#hands[hand ? 'add' : 'delete'](tag);
        this.name(tag);
      }
    }
    this.#dirty.clear();
    this.#room.fit(marks.filter(([, , , moved]) => moved).flatMap(([tag]) => [...this.#animator.letters(tag)]));
    this.#marks.set(marks);
    if (hands) {
      this.#markHands();
    }
    const moved = new Set(marks.filter(([tag, , , moved]) => moved && this.#calling.has(tag)).map(([tag]) => tag));
    if (moved.size > 0 || this.#unframed) {
      this.#markCalling(moved);
    }
  }

  #isZero(tag: string): boolean {
    const data = watched.data.peek();
    return isZero(data?.elements.get(tag), data?.tags.get(tag), this.#zeros);
  }

  #opens(tag: string): string | undefined {
    const screen = watched.data.peek()?.described.peek().get(tag)?.screen;
    const known = screen !== this.screen && watched.summary.peek()?.screens.some((one) => one.name === screen);
    return known ? screen : undefined;
  }

  /** Signs made of thin lines are taken by their whole area, as long as that area is small and holds no other tag. */
  #areas(): void {
    const { width, height } = this.svg.viewBox.baseVal;
    const small = [...this.#nodes.values()].flat().filter((node) => {
      const box = node.getBBox();
      const other = [...node.querySelectorAll('[tag]')].some((child) => ownTag(child) !== undefined && ownTag(child) !== ownTag(node));
      return !other && box.width < width * 0.15 && box.height < height * 0.15;
    });
    small.forEach((node) => node.setAttribute('data-area', ''));
  }
}

/** The reason of a quality in the reader's words, and what exactly is wrong in those of the gateway. */
export function reasonText(message: ElementMessage | undefined): string {
  const reason = message?.reason === undefined ? undefined : codeText('reason', message.reason);
  return [reason, message?.detail && plain(message.detail)].filter(Boolean).join(': ');
}
