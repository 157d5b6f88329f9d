import type { Catalog, CatalogElement, Delta, ElementMessage, Snapshot, TagMessage } from '../contract/types';

type Pending = { kind: 'elements'; delta: Delta<ElementMessage>; revision: number }
| { kind: 'tags'; delta: Delta<TagMessage>; revision: number };

/**
 * What is known of the watched site. A snapshot is taken whole; deltas that come before it wait, and are applied only when newer than it.
 * `fresh` is false from the moment the connection is lost until the next snapshot is in.
 */
export class SiteData {
  readonly elements = new Map<string, ElementMessage>();
  readonly tags = new Map<string, TagMessage>();
  catalog: Catalog | undefined;
  described = new Map<string, CatalogElement>();
  fresh = false;
  /** Whether a snapshot was ever taken: before it there is nothing to show as old. */
  loaded = false;
  #pending: Pending[] = [];

  constructor(readonly site: string) {}

  lost(): void {
    this.fresh = false;
    this.#pending = [];
  }

  setCatalog(catalog: Catalog | undefined): void {
    this.catalog = catalog;
    this.described = new Map(catalog?.elements.map((element) => [element.tag, element]));
  }

  take(snapshot: Snapshot): void {
    replace(this.elements, snapshot.elements);
    replace(this.tags, snapshot.tags);
    this.fresh = true;
    this.loaded = true;
    for (const pending of this.#pending) {
      if (pending.revision > snapshot.revision) {
        merge(pending.kind === 'elements' ? this.elements : this.tags as Map<string, unknown>, pending.delta);
      }
    }
    this.#pending = [];
  }

  /** Returns the tags that changed, none while a snapshot is awaited. */
  addElements(delta: Delta<ElementMessage>, revision: number): string[] {
    if (!this.fresh) {
      this.#pending.push({ kind: 'elements', delta, revision });
      return [];
    }
    merge(this.elements, delta);
    return Object.keys(delta);
  }

  addTags(delta: Delta<TagMessage>, revision: number): void {
    if (this.fresh) {
      merge(this.tags, delta);
    } else {
      this.#pending.push({ kind: 'tags', delta, revision });
    }
  }
}

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
