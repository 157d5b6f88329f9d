/** How long to wait before the next try: doubling from 500 ms to 15 s, with a fifth of chance so that browsers do not return in step. */
export class Backoff {
  #tries = 0;

  constructor(
    private readonly first = 500,
    private readonly longest = 15_000,
    private readonly chance: () => number = Math.random,
  ) {}

  get tries(): number {
    return this.#tries;
  }

  next(): number {
    const wait = Math.min(this.longest, this.first * 2 ** Math.min(this.#tries, 16));
    this.#tries++;
    return Math.round(wait * (0.9 + 0.2 * this.chance()));
  }

  reset(): void {
    this.#tries = 0;
  }
}
