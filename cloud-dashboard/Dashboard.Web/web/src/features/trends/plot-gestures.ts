import { zoomed, type Range } from './view';

const WHEEL = 1.25;
/** Fewer pixels are a press and no drag. */
const LEAST = 5;

/** What a hand says over the plot. */
export interface Hands {
  /** What is shown now. */
  readonly range: () => Range;
  /** A press of a mouse at a part of the width, that was no drag. */
  readonly press: (part: number) => void;
  /** Another time, to be drawn at once. */
  readonly move: (range: Range) => void;
}

/** Wheel, shift-drag, and the fingers: one pans, two zoom. A drag without shift is the selection of the library. */
export class PlotGestures {
  readonly #fingers = new Map<number, number>();
  #grip: { x: number; range: Range } | undefined;
  #pressed: number | undefined;
  #pinch: { apart: number; part: number; range: Range } | undefined;

  constructor(private readonly over: HTMLElement, private readonly hands: Hands) {
    over.style.touchAction = 'pan-y';
    over.addEventListener('wheel', this.#wheel, { passive: false });
    over.addEventListener('pointerdown', this.#down);
    over.addEventListener('pointermove', this.#moved);
    over.addEventListener('click', this.#press);
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      over.addEventListener(end, this.#up);
    }
    // Before the library sees it on the element itself: with shift it is no selection.
    over.parentElement?.addEventListener('mousedown', this.#keep, { capture: true });
  }

  #part(x: number): number {
    const { left, width } = this.over.getBoundingClientRect();
    return width > 0 ? Math.min(1, Math.max(0, (x - left) / width)) : 0.5;
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { from, to } = this.hands.range();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const move = (to - from) * Math.sign(event.deltaX) * 0.05;
      this.hands.move({ from: from + move, to: to + move });
    } else if (event.deltaY !== 0) {
      this.hands.move(zoomed({ from, to }, event.deltaY > 0 ? WHEEL : 1 / WHEEL, this.#part(event.clientX)));
    }
  };

  readonly #keep = (event: MouseEvent): void => {
    if (event.shiftKey) {
      event.stopPropagation();
      event.preventDefault();
    }
  };

  readonly #down = (event: PointerEvent): void => {
    const touch = event.pointerType === 'touch';
    this.#pressed = touch || event.shiftKey || event.button !== 0 ? undefined : event.clientX;
    if (!touch && !(event.shiftKey && event.button === 0)) {
      return;
    }
    this.#fingers.set(event.pointerId, event.clientX);
    if (!touch) {
      this.over.setPointerCapture(event.pointerId);
    }
    const [first, second] = [...this.#fingers.values()];
    const range = this.hands.range();
    if (first !== undefined && second !== undefined) {
      this.#grip = undefined;
      this.#pinch = { apart: Math.max(1, Math.abs(first - second)), part: this.#part((first + second) / 2), range };
    } else {
      this.#grip = { x: event.clientX, range };
    }
  };

  readonly #press = ({ clientX }: MouseEvent): void => {
    if (this.#pressed !== undefined && Math.abs(clientX - this.#pressed) < LEAST) {
      this.hands.press(this.#part(clientX));
    }
  };

  readonly #moved = (event: PointerEvent): void => {
    if (!this.#fingers.has(event.pointerId)) {
      return;
    }
    this.#fingers.set(event.pointerId, event.clientX);
    const [first, second] = [...this.#fingers.values()];
    if (this.#pinch && first !== undefined && second !== undefined) {
      const { apart, part, range } = this.#pinch;
      this.hands.move(zoomed(range, apart / Math.max(1, Math.abs(first - second)), part));
    } else if (this.#grip && Math.abs(event.clientX - this.#grip.x) > LEAST) {
      const { x, range } = this.#grip;
      const move = (x - event.clientX) / Math.max(1, this.over.getBoundingClientRect().width) * (range.to - range.from);
      this.hands.move({ from: range.from + move, to: range.to + move });
    }
  };

  readonly #up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    this.#pinch = undefined;
    this.#grip = undefined;
  };
}
