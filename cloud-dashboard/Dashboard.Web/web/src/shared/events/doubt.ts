import type { EventMessage } from '../contract/generated/contract';
import { codeText } from '../i18n/codes';
import { t } from './words';

/** How far ahead of its arrival a time may be before it cannot be right. */
const AHEAD = 2000;

/** How far behind its arrival a time may be before its reader is told: a device keeps events through an outage, but seldom for days. */
const BEHIND = 24 * 3_600_000;

/** The centre's own clock says when it found something out; since when a link is down its gateway says. */
const byCentre = ({ epoch, finding }: EventMessage): boolean => epoch === 'centre' && finding !== 'linkDown' && finding !== 'linkUp';

/** Why the time of an entry is not to be relied on, in words; empty when nothing speaks against it. */
export const doubtOf = (event: EventMessage): string =>
  event.clock !== 'synchronised' ? codeText('clock', event.clock)
    // What a wrong clock of the gateway took for ahead or behind may be right: the doubt is about the gateway, and is called so.
    : event.gatewayClock !== undefined ? codeText('gatewayClock', event.gatewayClock)
    : Date.parse(event.time) - Date.parse(event.received) > AHEAD ? t('events.ahead')
      : Date.parse(event.received) - Date.parse(event.time) > BEHIND ? t('events.behind')
      : event.timeSource === 'gateway' && !byCentre(event) ? t('events.byGateway') : '';
