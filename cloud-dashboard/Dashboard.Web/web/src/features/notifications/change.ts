/** A change of a setting: what is undefined is taken away. */
export type Change<T> = { [K in keyof T]?: T[K] | undefined };

/** The setting with its change. What is taken away is not sent. */
export const changed = <T extends object>(before: T, change: Change<T>): T => ({ ...before, ...change }) as T;
