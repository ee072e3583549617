import { counted } from './numbers.js';
import type { MotFile } from './openMot.js';

/** A file in a few words: `data.txt: 2,000 frames, 91,409 boxes`. */
export function describeFile({ name, frames, boxes }: MotFile, isNew: boolean): string {
  return `${name}${isNew ? ' (made just now)' : ''}: ${counted(frames.length, 'frame')}, ${counted(boxes, 'box', 'boxes')}`;
}
