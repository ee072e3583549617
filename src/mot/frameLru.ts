import type { Frame } from './types.js';

/** Parsed frames, the most recently used ones. */
export interface FrameLru {
  readonly size: number;
  /** A frame, which becomes the most recently used; undefined without one. */
  get(frame: number): Frame | undefined;
  set(frame: Frame): void;
  clear(): void;
}

/** @param limit - how many frames are kept: 0 or more */
export function frameLru(limit: number): FrameLru {
  // A Map keeps the order of insertion: the first is the least recently used.
  const frames = new Map<number, Frame>();
  return {
    get size() {
      return frames.size;
    },
    get(key) {
      const frame = frames.get(key);
      if (frame === undefined) return undefined;
      frames.delete(key);
      frames.set(key, frame);
      return frame;
    },
    set(frame) {
      frames.delete(frame.frame);
      frames.set(frame.frame, frame);
      if (frames.size <= limit) return;
      for (const oldest of frames.keys()) {
        frames.delete(oldest);
        break;
      }
    },
    clear() {
      frames.clear();
    },
  };
}
