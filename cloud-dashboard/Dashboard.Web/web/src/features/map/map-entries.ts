import { rootScreens } from '../../shared/site/screens';
import { watched } from '../../shared/site/watched';
import type { Entry, Route } from '../../shared/ui/navigation';

/** The ways to the regional maps: one for each screen that no other opens, and one that leads nowhere yet while there is none. */
export function mapEntries(route: Route, page: { name: string; title: () => string }): Entry[] {
  const roots = rootScreens(watched.summary.value);
  const at = route.page === page.name ? route.query?.['screen'] ?? roots[0]?.name : undefined;
  return (roots.length > 0 ? roots : [undefined]).map((root) => ({
    id: 'map',
    text: roots.length > 1 ? root?.description ?? '' : page.title(),
    query: { screen: root?.name },
    current: root !== undefined && at === root.name,
  }));
}
