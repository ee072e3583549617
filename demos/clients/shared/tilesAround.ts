import type { AccessPredictor } from 'rxjs-prefetch-cache';

/** The visible part of a map: its edges in tiles of a zoom, with fractions. */
export interface VisibleTiles {
  readonly z: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Predicts the tiles of the next pan or zoom; to go on as before is likeliest. */
export function tilesAround(visible: () => VisibleTiles, maxZoom = 19): AccessPredictor<string> {
  let now = visible();
  let before = now;
  return {
    // With `observe` it is asked once for each view, not for each new tile.
    observe: () => undefined,
    predict(_current, _history, add) {
      const next = visible();
      const shift = Math.abs(next.left - now.left) + Math.abs(next.top - now.top);
      // Several views may belong to one animated zoom, with small shifts.
      if (next.z !== now.z || shift > 0.5) before = now;
      now = next;
      const zoomed = Math.sign(now.z - before.z);
      const [right, down] = [now.left - before.left, now.top - before.top];
      for (const { key, toRight, toBottom } of tilesAfter(now, 0)) {
        const goesOn = zoomed === 0 && toRight * right + toBottom * down > 0;
        add(key, (goesOn ? 1 : 0.6) * nearness(toRight, toBottom));
      }
      for (const zoom of [1, -1])
        for (const { key, toRight, toBottom } of tilesAfter(now, zoom))
          if (now.z + zoom <= maxZoom)
            add(key, (zoom === zoomed ? 1 : 0.4) * nearness(toRight, toBottom));
    },
  };
}

/** From 1 in the middle of the view to a little less at its edges. */
function nearness(toRight: number, toBottom: number): number {
  return 1 / (1 + (Math.abs(toRight) + Math.abs(toBottom)) / 100);
}

/** The tiles that are visible after a zoom; if there is none, also those around them. */
function* tilesAfter({ z, left, top, right, bottom }: VisibleTiles, zoom: number) {
  const margin = zoom === 0 ? 1 : 0;
  const [x, y] = [((left + right) / 2) * 2 ** zoom, ((top + bottom) / 2) * 2 ** zoom];
  const [halfWidth, halfHeight] = [(right - left) / 2 + margin, (bottom - top) / 2 + margin];
  const count = Math.floor(2 ** (z + zoom));
  const firstRow = Math.max(0, Math.floor(y - halfHeight));
  let column = Math.max(0, Math.floor(x - halfWidth));
  for (; column < Math.min(x + halfWidth, count); column++)
    for (let row = firstRow; row < Math.min(y + halfHeight, count); row++)
      yield {
        key: `${z + zoom}/${column}/${row}`,
        toRight: column + 0.5 - x,
        toBottom: row + 0.5 - y,
      };
}
