import type { SiteSummary } from '../../shared/contract/generated/contract';
import { codeText } from '../../shared/i18n/codes';
import { doubtfulClock } from '../../shared/site/gateway-clock';
import type { NodeState } from '../../shared/ui/icons';
import { t } from './words';

/** A station in a shape and some words. Without this browser's own link nothing is known of any. */
export function siteState(site: SiteSummary, linkUp: boolean): { state: NodeState; words: string } {
  if (!linkUp) {
    return { state: 'unknown', words: t('status.unknown') };
  }
  if (site.status !== 'online') {
    return { state: site.status === 'unknown' ? 'unknown' : 'down', words: t(`status.${site.status}`) };
  }
  const down = site.field.some((link) => !link.up);
  const silent = site.field.reduce((sum, link) => sum + (link.silent?.length ?? 0), 0);
  if (down) {
    return { state: 'down', words: t('status.fieldDown') };
  }
  const clock = doubtfulClock(site);
  if (silent === 0 && clock !== undefined) {
    return { state: 'warn', words: codeText('gatewayClock', clock) };
  }
  return silent > 0 ? { state: 'warn', words: t('status.silent', { n: silent }) } : { state: 'ok', words: t('status.online') };
}
