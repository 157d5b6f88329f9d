import type { ScreenSummary, SiteSummary } from '../contract/generated/contract';

/** The screens that no other opens: the regional map. */
export const rootScreens = (site: SiteSummary | undefined): ScreenSummary[] =>
  site?.screens.filter((screen) => !screen.parent || !site.screens.some((other) => other.name === screen.parent)) ?? [];

/** The station's own diagram: the first that a root opens, else the root itself. */
export function homeScreen(site: SiteSummary | undefined): ScreenSummary | undefined {
  const roots = rootScreens(site);
  return site?.screens.find((screen) => roots.some((root) => root.name === screen.parent)) ?? roots[0];
}

/** The screens above a screen, the root first. A circle in the data ends the walk. */
export function pathTo(site: SiteSummary | undefined, name: string): ScreenSummary[] {
  const path: ScreenSummary[] = [];
  let at = site?.screens.find((screen) => screen.name === name);
  while (at && !path.includes(at)) {
    path.unshift(at);
    const parent: string | undefined = at.parent;
    at = site?.screens.find((screen) => screen.name === parent);
  }
  return path;
}
