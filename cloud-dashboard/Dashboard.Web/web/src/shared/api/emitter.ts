/** Something that happens, for as many listeners as there are. What stays is a signal; this is for what passes. */
export class Emitter<T = void> {
  readonly #listeners = new Set<(what: T) => void>();

  /** Returns how to stop listening. */
  listen(listener: (what: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(what: T): void {
    this.#listeners.forEach((listener) => listener(what));
  }
}
