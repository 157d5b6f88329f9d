import { t } from './locale';
import type { Catalog, EventMessage } from './types';

/** What an entry is about, for a person. A point that the profile does not know is shown as such, never dropped. */
export function eventDescription(event: EventMessage): string {
  switch (event.type) {
    case 'digital':
      return event.description ?? event.tag ?? t('events.unknownPoint', { ied: event.ied, port: event.port ?? '?', bit: event.bit ?? '?' });
    case 'comms': return event.description ?? event.text ?? t('events.comms');
    case 'idle': return event.description ?? t('events.idle');
    case 'loss': return t('events.loss', { n: event.dropped ?? 0 });
  }
}

/** The word for the new state. */
export function eventState(event: EventMessage): string {
  if (event.type === 'digital') {
    return event.text ?? (event.state === undefined ? '' : t(event.state === 1 ? 'events.on' : 'events.off'));
  }
  return event.type === 'comms' && event.description ? event.text ?? '' : '';
}

export function deviceName(catalog: Catalog | undefined, event: EventMessage): string {
  return catalog?.devices.find((device) => device.id === event.device)?.description ?? event.device ?? '';
}
