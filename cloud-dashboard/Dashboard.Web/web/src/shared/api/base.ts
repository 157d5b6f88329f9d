/** Where the site is on its host: empty, or a path such as `/scada`. The server writes it into the page. */
export function baseOf(content: string | undefined): string {
  return new URL(content ?? './', `${location.origin}/`).pathname.replace(/\/$/, '');
}

const base = baseOf(document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content);

/** The address of a path of the site. */
export const at = (path: string, from = base): string => from + path;

/** The path within the site of an address; it begins with a slash. */
export const within = (path: string, from = base): string =>
  path === from || path.startsWith(`${from}/`) ? path.slice(from.length) || '/' : path;
