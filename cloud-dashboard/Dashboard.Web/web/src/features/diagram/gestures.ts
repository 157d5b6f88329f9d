interface Actions {
  /** x and y are measured from the middle of the pane. */
  zoom(factor: number, x: number, y: number): void;
  pan(dx: number, dy: number): void;
  tap(event: MouseEvent): void;
}

/** How far a finger may stray and still tap. */
const SLACK = 5;

/** Wheel, drag and pinch on a pane, and the tap that is none of these. */
export class Gestures {
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #start: { x: number; y: number } | undefined;
  #dragging = false;

  constructor(private readonly pane: HTMLElement, private readonly actions: Actions) {
    pane.addEventListener('wheel', this.#wheel, { passive: false });
    pane.addEventListener('pointerdown', this.#down);
    pane.addEventListener('pointermove', this.#move);
    pane.addEventListener('pointerup', this.#up);
    pane.addEventListener('pointercancel', this.#up);
    pane.addEventListener('click', this.#click);
  }

  stop(): void {
    this.pane.removeEventListener('wheel', this.#wheel);
    this.pane.removeEventListener('pointerdown', this.#down);
    this.pane.removeEventListener('pointermove', this.#move);
    this.pane.removeEventListener('pointerup', this.#up);
    this.pane.removeEventListener('pointercancel', this.#up);
    this.pane.removeEventListener('click', this.#click);
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    const factor = Math.exp(-Math.min(200, Math.max(-200, pixels)) * (event.ctrlKey ? 0.01 : 0.002));
    this.#zoomAt(factor, event.clientX, event.clientY);
  };

  readonly #down = (event: PointerEvent): void => {
    if (event.button === 0) {
      this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (this.#pointers.size === 1) {
        this.#start = { x: event.clientX, y: event.clientY };
        this.#dragging = false;
      }
    }
  };

  readonly #move = (event: PointerEvent): void => {
    const held = this.#pointers.get(event.pointerId);
    if (!held || !this.#start) {
      return;
    }
    const came = { x: event.clientX, y: event.clientY };
    if (!this.#dragging && Math.hypot(came.x - this.#start.x, came.y - this.#start.y) > SLACK) {
      this.#dragging = true;
      this.pane.setPointerCapture(event.pointerId);
      this.pane.classList.add('dragging');
    }
    if (!this.#dragging) {
      return;
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const before = Math.hypot(held.x - other.x, held.y - other.y);
      const after = Math.hypot(came.x - other.x, came.y - other.y);
      if (before > 0) {
        this.#zoomAt(after / before, (came.x + other.x) / 2, (came.y + other.y) / 2);
      }
      this.actions.pan((came.x - held.x) / 2, (came.y - held.y) / 2);
    } else {
      this.actions.pan(came.x - held.x, came.y - held.y);
    }
    this.#pointers.set(event.pointerId, came);
  };

  readonly #up = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) {
      this.pane.classList.remove('dragging');
    }
  };

  /** The end of a drag is a click to the browser, not to the reader. */
  readonly #click = (event: MouseEvent): void => {
    if (this.#dragging) {
      this.#dragging = false;
    } else {
      this.actions.tap(event);
    }
  };

  #zoomAt(factor: number, x: number, y: number): void {
    const box = this.pane.getBoundingClientRect();
    this.actions.zoom(factor, x - box.x - box.width / 2, y - box.y - box.height / 2);
  }
}
