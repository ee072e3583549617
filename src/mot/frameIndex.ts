import { slotTable } from './slotTable.js';
import type { ByteRange } from '../net/byteRange.js';

/** Positions of the lines of each frame. */
export interface FrameIndex {
  /** How many frames there are. */
  readonly size: number;
  /** Memory in bytes. */
  readonly bytes: number;
  /** Whether any line is of this frame. */
  has(frame: number): boolean;
  /** The frames, ascending. */
  frames(): Float64Array;
  /** Positions of the lines of a frame, in the order of the file. */
  rangesOf(frame: number): ByteRange[];
  /** Begins a run of lines of `frame` at `offset`. It ends where the next run or the index ends. */
  begin(frame: number, offset: number): void;
  /** Ends the last run. */
  end(offset: number): void;
}

const blockBits = 12;
const blockSize = 1 << blockBits;

/** A part of the runs. Memory grows by blocks, without copies and without spare capacity. */
interface Block {
  /** Offset of a run, modulo 2^32. */
  readonly low: Uint32Array;
  /** Offset of a run, divided by 2^32. */
  readonly high: Uint16Array;
  /** The next run of the same frame; for the last run, the first one. */
  readonly next: Uint32Array;
}

/**
 * Indexes runs of lines: 10 bytes a run, 12 to 40 bytes a frame.
 *
 * A run is a sequence of lines of one frame. A file that is ordered by frame has a run for each
 * frame, a file that is ordered by track one for each line. A run ends where the next begins, so
 * only beginnings are stored. The runs of a frame form a ring, reached by its last run, so that
 * appending a run and finding the first one are O(1). Nothing is sorted at the end, which would
 * block.
 */
export function frameIndex(): FrameIndex {
  const blocks: Block[] = [];
  /** The last block, to which runs are added. */
  let block: Block = {
    low: new Uint32Array(0),
    high: new Uint16Array(0),
    next: new Uint32Array(0),
  };
  const slots = slotTable();
  /** The last run of each slot. */
  let last = new Uint32Array(64);
  let runs = 0;
  let endOffset = 0;

  function startOf(run: number): number {
    if (run === runs) return endOffset;
    const { low, high } = blocks[run >>> blockBits] ?? block;
    const at = run & (blockSize - 1);
    return (high[at] ?? 0) * 0x1_0000_0000 + (low[at] ?? 0);
  }

  const nextOf = (run: number) => blocks[run >>> blockBits]?.next[run & (blockSize - 1)] ?? 0;

  function link(run: number, next: number): void {
    (blocks[run >>> blockBits] ?? block).next[run & (blockSize - 1)] = next;
  }

  function append(slot: number, run: number): void {
    if (slot === last.length) {
      const longer = new Uint32Array(2 * slot);
      longer.set(last);
      last = longer;
    }
    last[slot] = run;
  }

  return {
    get size() {
      return slots.size;
    },
    get bytes() {
      return slots.bytes + last.byteLength + blocks.length * blockSize * 10;
    },
    has: (frame) => slots.find(frame) >= 0,
    frames: () => slots.sorted(),
    rangesOf(frame) {
      const slot = slots.find(frame);
      const ranges: ByteRange[] = [];
      if (slot < 0) return ranges;
      const end = last[slot] ?? 0;
      let run = end;
      do {
        run = nextOf(run);
        ranges.push({ start: startOf(run), end: startOf(run + 1) });
      } while (run !== end);
      return ranges;
    },
    begin(frame, offset) {
      const run = runs++;
      const at = run & (blockSize - 1);
      if (at === 0) {
        block = {
          low: new Uint32Array(blockSize),
          high: new Uint16Array(blockSize),
          next: new Uint32Array(blockSize),
        };
        blocks.push(block);
      }
      block.low[at] = offset;
      block.high[at] = offset / 0x1_0000_0000;
      const slot = slots.find(frame);
      if (slot < 0) {
        block.next[at] = run;
        append(slots.add(frame), run);
      } else {
        const previous = last[slot] ?? 0;
        block.next[at] = nextOf(previous);
        link(previous, run);
        last[slot] = run;
      }
    },
    end(offset) {
      endOffset = offset;
    },
  };
}
