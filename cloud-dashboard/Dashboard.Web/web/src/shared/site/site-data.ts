import { batch, computed, signal } from '@preact/signals-core';
import { plain } from '../format/plain';
import type {
  CatalogElement, CatalogMessage, CatalogTag, ElementByHand, ElementMessage, SiteSnapshot, TagMessage,
} from '../contract/generated/contract';

/** The catalogue as it may be shown: tags name what they name, descriptions are text from outside. */
const described = (element: CatalogElement): CatalogElement => ({ ...element, description: plain(element.description) });

/** What changed, by tag; null for what is gone. */
type Delta<T> = Record<string, T | null>;

type Pending = { kind: 'elements'; delta: Delta<ElementMessage>; revision: number }
| { kind: 'tags'; delta: Delta<TagMessage>; revision: number };

/**
 * What is known of the watched site. A snapshot is taken whole; deltas that come before it wait, and are applied only when newer than it.
 * `fresh` is false from the moment the connection is lost until the next snapshot is in.
 */
export class SiteData {
  readonly elements = new Map<string, ElementMessage>();
  readonly tags = new Map<string, TagMessage>();
  readonly catalog = signal<CatalogMessage | undefined>(undefined);
  readonly described = computed(() => new Map<string, CatalogElement>(
    this.catalog.value?.elements.map((element) => [element.tag, described(element)])));
  readonly points = computed(() => new Map<string, CatalogTag>(this.catalog.value?.tags.map((point) => [point.tag, point])));
  readonly fresh = signal(false);
  /** Whether the server, asked for a snapshot, has heard nothing of the site. */
  readonly unheard = signal(false);
  /** Whether a snapshot was ever taken: before it there is nothing to show as old. */
  readonly loaded = signal(false);
  /** What is set by hand, by tag. */
  readonly byHand = signal<ReadonlyMap<string, readonly ElementByHand[]>>(new Map());
  /** Counts the changes of elements, for a part that shows one of them. */
  readonly #changes = signal(0);
  #pending: Pending[] = [];

  constructor(readonly site: string) {}

  lost(): void {
    this.fresh.value = false;
    this.unheard.value = false;
    this.#pending = [];
  }

  /** An element, for a part that is to be drawn again when elements change. */
  element(tag: string): ElementMessage | undefined {
    return this.#changes.value >= 0 ? this.elements.get(tag) : undefined;
  }

  take(snapshot: SiteSnapshot): void {
    replace(this.elements, snapshot.elements);
    replace(this.tags, snapshot.tags);
    for (const pending of this.#pending) {
      if (pending.revision > snapshot.revision) {
        merge(pending.kind === 'elements' ? this.elements : this.tags as Map<string, unknown>, pending.delta);
      }
    }
    this.#pending = [];
    batch(() => {
      this.fresh.value = true;
      this.unheard.value = false;
      this.loaded.value = true;
      this.#changes.value++;
      this.byHand.value = handsOf(this.elements);
    });
  }

  /** Returns the tags that changed, none while a snapshot is awaited. */
  addElements(delta: Delta<ElementMessage>, revision: number): string[] {
    if (!this.fresh.peek()) {
      this.#pending.push({ kind: 'elements', delta, revision });
      return [];
    }
    merge(this.elements, delta);
    const tags = Object.keys(delta);
    batch(() => {
      this.#changes.value++;
      if (tags.some((tag) => this.byHand.peek().has(tag) || delta[tag]?.byHand?.length)) {
        this.byHand.value = handsOf(this.elements);
      }
    });
    return tags;
  }

  addTags(delta: Delta<TagMessage>, revision: number): void {
    if (this.fresh.peek()) {
      merge(this.tags, delta);
    } else {
      this.#pending.push({ kind: 'tags', delta, revision });
    }
  }
}

const handsOf = (elements: ReadonlyMap<string, ElementMessage>): Map<string, readonly ElementByHand[]> =>
  new Map([...elements].flatMap(([tag, { byHand }]) => byHand?.length ? [[tag, byHand] as const] : []));

function replace<T>(map: Map<string, T>, values: Record<string, T>): void {
  map.clear();
  for (const [key, value] of Object.entries(values)) {
    map.set(key, value);
  }
}

function merge<T>(map: Map<string, T>, delta: Delta<T>): void {
  for (const [key, value] of Object.entries(delta)) {
    if (value === null) {
      map.delete(key);
    } else {
      map.set(key, value);
    }
  }
}
