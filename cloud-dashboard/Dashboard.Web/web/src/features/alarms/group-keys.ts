import type { Line } from './lines';

/** What a key does on the line of a group. */
export type GroupAct = 'toggle' | 'see' | 'choose' | 'more';

/**
 * What a key does on a line that is no alarm; undefined where it means what it means everywhere. What is not seen is neither chosen nor
 * acknowledged: the keys for it open a group that is closed.
 */
export function groupAct(line: Line | undefined, key: string, mayChoose: boolean): GroupAct | undefined {
  if (!line || 'alarm' in line) {
    return undefined;
  }
  const chooses = key === ' ' || mayChoose && key.toLowerCase() === 'a';
  if ('of' in line) {
    return chooses || key === 'Enter' ? 'more' : undefined;
  }
  const toggles = key === 'Enter' || key === (line.open ? 'ArrowLeft' : 'ArrowRight');
  return toggles ? 'toggle' : !chooses ? undefined : line.open ? 'choose' : 'see';
}
