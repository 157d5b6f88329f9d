import type { NodeState } from './health';
import { t } from './locale';
import type { SiteSummary } from './types';

/** A station in a shape and some words. */
export function siteState(site: SiteSummary): { state: NodeState; words: string } {
  if (site.status !== 'online') {
    return { state: site.status === 'unknown' ? 'unknown' : 'down', words: t(`status.${site.status}`) };
  }
  const down = site.field.some((link) => !link.up);
  const silent = site.field.reduce((sum, link) => sum + (link.silent?.length ?? 0), 0);
  if (down) {
    return { state: 'down', words: t('status.fieldDown') };
  }
  return silent > 0 ? { state: 'warn', words: t('status.silent', { n: silent }) } : { state: 'ok', words: t('status.online') };
}
