import type { ElementMessage, TagMessage } from '../../shared/contract/generated/contract';

type Known = Pick<ElementMessage & TagMessage, 'quality' | 'reason'>;

const isBad = ({ quality }: Known): boolean => quality === 'bad';

/**
 * Whether nothing at all is bad but measurements without pulses. An element says only that a value it is made of is bad, not which; when
 * every bad value is such a zero, so are all of its own.
 */
export function onlyZeros(elements: Iterable<Known>, tags: Iterable<Known>): boolean {
  let any = false;
  for (const tag of tags) {
    if (isBad(tag)) {
      any = true;
      if (tag.reason !== 'noPulses') {
        return false;
      }
    }
  }
  for (const element of elements) {
    if (isBad(element) && element.reason !== 'source' && element.reason !== 'noPulses') {
      return false;
    }
  }
  return any;
}

/**
 * Whether a bad element is a zero that a device reported because nothing pulsed: a feeder without load, or a total that has one in it. It
 * is no reading to rely on, as the transducer may be dead, but neither is it what a cross says.
 */
export const isZero = (message: ElementMessage | undefined, reading: TagMessage | undefined, allZeros: boolean): boolean =>
  message?.quality === 'bad'
  && (message.reason === 'noPulses' || message.reason === 'source' && (reading?.reason === 'noPulses' || allZeros));

/** Why a value is old: nobody reads it. Any other value is read on and on, and its time is that of its last change. */
const UNREAD = new Set(['notYetRead', 'linkDown', 'noAnswer', 'notInAnswer']);

export const isRead = (reading: TagMessage, stale: boolean): boolean =>
  !stale && reading.quality !== 'stale' && !(reading.reason !== undefined && UNREAD.has(reading.reason));
