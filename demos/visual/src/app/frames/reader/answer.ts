/** Outcome of the last request of a reader. */
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
