/** What came of the frame that a reader asked for last. */
export type Answer =
  | { readonly status: 'none' }
  | { readonly status: 'waiting'; readonly frame: number }
  | {
      readonly status: 'shown';
      readonly frame: number;
      readonly boxes: number;
      readonly wait: number;
    }
  | { readonly status: 'failed'; readonly frame: number; readonly reason: string }
  | { readonly status: 'missing'; readonly frame: number };
