/** The place of a map window: a zoom, and the tile at its upper left. */
export interface Place {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

const [WIDTH, HEIGHT] = [5, 4];
const [MIDDLE, CENTRE] = [(WIDTH - 1) / 2, (HEIGHT - 1) / 2];

/** The tiles of a window of 5 × 4, `z/x/y`, from the middle outwards. */
export function tilesAround({ z, x, y }: Place): string[] {
  const tiles = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [right, down] = [i % WIDTH, Math.floor(i / WIDTH)];
    return {
      key: `${z}/${x + right}/${y + down}`,
      distance: (right - MIDDLE) ** 2 + (down - CENTRE) ** 2,
    };
  });
  return tiles.sort((a, b) => a.distance - b.distance).map(({ key }) => key);
}

/** The window after a zoom, of which the middle stays where it is. */
export function zoomed({ z, x, y }: Place, by: number): Place {
  const scaled = (from: number, size: number) => Math.round((from + size / 2) * 2 ** by - size / 2);
  return { z: z + by, x: scaled(x, WIDTH), y: scaled(y, HEIGHT) };
}
