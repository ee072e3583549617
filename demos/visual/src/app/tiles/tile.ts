/** A square of the map: the heights in it. */
export interface Tile {
  /** `z/x/y`: how far the map is zoomed in, and which column and row; there are 2^z of each. */
  readonly key: string;
  /**
   * Heights at the points of a grid of `tilePoints` by `tilePoints`, row by row, the first and last
   * on the edges; the sea is below 0.
   */
  readonly heights: Float32Array;
}

/** Points along the side of a tile. */
export const tilePoints = 49;
