import type { MotProvider } from 'rxjs-prefetch-cache/mot';

/** A file of frames that is open and indexed. */
export interface Sequence {
  readonly name: string;
  readonly provider: MotProvider;
  /** The numbers of its frames, ascending; at least one. */
  readonly frames: readonly number[];
  /** How many boxes it has. */
  readonly boxes: number;
  /** The size of its picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Progress of an opening; until it is complete, with the sequence that is still open, if any. */
export type Opening =
  | {
      readonly status: 'opening';
      readonly doing: string;
      readonly done: number;
      readonly sequence?: Sequence;
    }
  | { readonly status: 'open'; readonly sequence: Sequence }
  | { readonly status: 'failed'; readonly reason: string; readonly sequence?: Sequence };
