/** What this browser remembers. */
export function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage is refused: nothing is remembered, everything works.
  }
}

export function write(name: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(name);
    } else {
      localStorage.setItem(name, value);
    }
  } catch {
    // Storage is refused: the choice holds until the page is closed.
  }
}
