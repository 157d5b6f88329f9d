import type { CatalogTag, ElementMessage, TagMessage } from '../../shared/contract/generated/contract';
import { elementText, formatNumber } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { codeText } from '../../shared/i18n/codes';

/** What the side panel says of an element: its value, and whether the gateway's mark of a trip stands in its text. */
export interface OwnState {
  shown: string | undefined;
  tripped: boolean;
}

/**
 * The state of a digital point is its own: the text of its element is the drawing's, and may be the mark that the gateway sets when a
 * protection acts. A breaker that a trip opened has the text "1" and is open.
 */
export function ownState(message: ElementMessage | undefined, reading: TagMessage | undefined, point: CatalogTag | undefined): OwnState {
  const text = message && elementText(message);
  const digital = point !== undefined && point.kind !== 'analog';
  const own = typeof reading?.raw === 'string' ? codeText('doubleBit', reading.raw)
    : reading?.value === undefined ? undefined
      : plain(point?.stateTexts?.[reading.value] ?? '') || formatNumber(reading.value, point?.kind === 'analog' ? 1 : 0);
  // A number among words is no mark.
  const number = message?.number;
  const mark = number && number.prefix === undefined && number.suffix === undefined ? number.value : Number(text);
  return digital
    ? { shown: own ?? text, tripped: reading?.value === 0 && mark === 1 }
    : { shown: text ?? own, tripped: false };
}
