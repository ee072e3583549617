import { slotTable } from './slotTable.js';
import type { ByteRange } from './source.js';

/** Where the lines of each frame are. */
export interface FrameIndex {
  /** How many frames there are. */
  readonly size: number;
  /** Memory taken. */
  readonly bytes: number;
  /** Whether any line is of this frame. */
  has(frame: number): boolean;
  /** The frames, ascending. */
  frames(): Float64Array;
  /** Where the lines of a frame are, in the order of the file. */
  rangesOf(frame: number): ByteRange[];
  /**
   * A run begins: from `offset` on the lines are of `frame`, until another run begins or the index
   * ends.
   */
  begin(frame: number, offset: number): void;
  /** The last run ends here. */
  end(offset: number): void;
}

const blockBits = 12;
const blockSize = 1 << blockBits;

/**
 * A part of the runs: memory grows by blocks, so that nothing is copied and nothing is twice as
 * large as it must be.
 */
interface Block {
  /** The offset of a run, modulo 2^32. */
  readonly low: Uint32Array;
  /** The rest of the offset. */
  readonly high: Uint16Array;
  /** The next run of the same frame; of the last one the first. */
  readonly next: Uint32Array;
}

/**
 * Runs of lines of one frame, in the order of the file, each frame's chained to a ring: 10 bytes a
 * run, 12 to 40 bytes a frame.
 *
 * A file that is ordered by frame has one run a frame; one that is ordered by track has a run a
 * line, and then 10 bytes a line are what there is to pay. A run ends where the next begins, so
 * only beginnings are kept; a frame's ring hangs on its last run, so that appending and walking
 * from the first both take one step. No sorting is needed at the end, so nothing blocks.
 */
export function frameIndex(): FrameIndex {
  const blocks: Block[] = [];
  /** The last block: where runs are added. */
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
