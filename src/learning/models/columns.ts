// The columns of a saved model: numbers of one column are alike.

/** Values of a dictionary: where they are, what they are. */
export const INDEX = 0;
export const TYPE = 1;
export const STEP = 2;
export const SHARED = 3;
export const LENGTH = 4;
/** Numbers of values, of contexts, of measurements. */
export const SIZE = 5;
/** Where the columns of rows begin, by the order of their contexts. */
export const ROWS = 6;
export const PER_ROW = 7;
/** Columns of a row. */
export const WIDTH = 0;
export const FIRST = 1;
export const NEXT = 2;
export const COUNT = 3;
export const LESS = 4;
export const EXCESS = 5;
export const ESCAPE = 6;

/** Types of values. */
export const INTEGER = 0;
export const STRING = 1;
