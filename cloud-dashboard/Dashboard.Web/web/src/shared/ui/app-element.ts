import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';

/** What every part of the page shares: it draws itself again when a signal that it has read while drawing changes, and only then. */
export abstract class AppElement extends LitElement {
  /** How often ages grow, in milliseconds; 0 = it shows none. */
  protected tick = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #forget: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.requestUpdate(); // What it read was forgotten when it was taken out.
    }
    if (this.tick > 0) {
      this.#timer = setInterval(() => this.requestUpdate(), this.tick);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget?.();
    this.#forget = undefined;
    clearInterval(this.#timer);
  }

  protected override performUpdate(): void {
    if (!this.isUpdatePending) {
      return;
    }
    this.#forget?.();
    let drawing = true;
    this.#forget = effect(() => {
      if (drawing) {
        drawing = false;
        super.performUpdate();
      } else {
        this.requestUpdate();
      }
    });
  }
}
