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
      const [width, height] = [now.right - now.left, now.bottom - now.top];
      for (const by of [0, 1, -1]) {
        const z = now.z + by;
        if (z < 0 || z > maxZoom) continue;
        // The middle of the view after that zoom, and of the view before.
        const [x, y] = [(now.left + width / 2) * 2 ** by, (now.top + height / 2) * 2 ** by];
        const scale = 2 ** (z - before.z);
        const right = x - ((before.left + before.right) / 2) * scale;
        const down = y - ((before.top + before.bottom) / 2) * scale;
        const margin = by === 0 ? 1 : 0;
        const [left, top] = [x - width / 2 - margin, y - height / 2 - margin];
        for (let column = Math.floor(left); column < left + width + 2 * margin; column++)
          for (let row = Math.floor(top); row < top + height + 2 * margin; row++) {
            if (Math.min(column, row) < 0 || Math.max(column, row) >= 2 ** z) continue;
            const [toRight, toBottom] = [column + 0.5 - x, row + 0.5 - y];
            const goesOn =
              by === 0
                ? now.z === before.z && toRight * right + toBottom * down > 0
                : by === Math.sign(now.z - before.z);
            const distance = Math.abs(toRight) + Math.abs(toBottom);
            add(
              `${z}/${column}/${row}`,
              (goesOn ? 1 : by === 0 ? 0.6 : 0.4) / (1 + distance / 100),
            );
          }
      }
    },
  };
}
