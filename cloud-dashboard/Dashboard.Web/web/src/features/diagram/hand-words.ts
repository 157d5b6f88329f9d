import type { CatalogColour, CatalogMessage, ElementByHand, ElementMessage } from '../../shared/contract/generated/contract';
import { elementText } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { t } from './words';

export type HandAttribute = ElementByHand['attribute'];

export const attributeWord = (attribute: HandAttribute): string => t(`hand.attribute.${attribute}`);

/** A colour by its name and what it means: a palette may name several alike. */
export const colourWords = ({ index, name, description }: CatalogColour): string =>
  plain([name || String(index), description].filter(Boolean).join(' · '));

/** A value that is set, or is to be: letters as they are, a colour by its name. */
export function valueWords(attribute: HandAttribute, value: string | undefined, catalog: CatalogMessage | undefined): string {
  if (value === undefined) {
    return t('hand.nothing');
  }
  const colour = attribute === 'fill' || attribute === 'stroke'
    ? catalog?.colours.find((one) => String(one.index) === value) : undefined;
  return colour ? colourWords(colour) : plain(value);
}

/** How an attribute is now, as the gateway shows it. */
export function nowWords(attribute: HandAttribute, message: ElementMessage | undefined, catalog: CatalogMessage | undefined): string {
  if (attribute === 'text' || attribute === 'mark') {
    const shown = attribute === 'text' ? message && elementText(message) : handOf(message, attribute)?.value;
    return shown === undefined ? t('hand.ofDrawing') : plain(shown);
  }
  const shown = message?.[attribute];
  if (shown === undefined) {
    return t('hand.ofDrawing');
  }
  // Of two colours that look alike it is the one that was set.
  const alike = catalog?.colours.filter((one) => one.colour.toLowerCase() === shown.toLowerCase()) ?? [];
  const colour = alike.find((one) => String(one.index) === handOf(message, attribute)?.value) ?? alike[0];
  return colour ? colourWords(colour) : plain(shown);
}

export const handOf = (message: ElementMessage | undefined, attribute: HandAttribute): ElementByHand | undefined =>
  message?.byHand?.find((one) => one.attribute === attribute);

/** What was seen of an attribute: the gateway refuses a request about what somebody has changed since. */
export const seenOf = (message: ElementMessage | undefined, attribute: HandAttribute): string | undefined =>
  handOf(message, attribute)?.time ?? message?.time;

const refusals = [
  'stationAway', 'noAnswer', 'network', 'changedMeanwhile', 'notSettable', 'badValue', 'notKept', 'gatewayBusy', 'tooMany', 'expired',
  'forbidden', 'unknownElement',
] as const;

/** Why it was not done. A refusal of a newer server or gateway is shown in its own words. */
export function refusalWords(code: string, detail: string | undefined): string {
  const known = refusals.find((one) => one === code);
  return known ? t(`hand.error.${known}`) : t('hand.error.other', { code: plain(code), detail: plain(detail ?? '') });
}
