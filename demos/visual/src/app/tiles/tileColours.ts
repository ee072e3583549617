import type { ThemeName } from '../shell/theme.js';

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * What a height looks like, in both themes: the deep sea, the shore, the plain, the hills, the
 * peaks.
 */
const scales: Readonly<Record<ThemeName, readonly (readonly [height: number, colour: Rgb])[]>> = {
  light: [
    [-0.5, [184, 206, 230]],
    [-0.001, [221, 232, 243]],
    [0, [241, 238, 222]],
    [0.15, [216, 226, 200]],
    [0.4, [194, 193, 168]],
    [0.7, [248, 246, 242]],
  ],
  dark: [
    [-0.5, [20, 32, 50]],
    [-0.001, [34, 51, 74]],
    [0, [70, 71, 60]],
    [0.15, [60, 73, 60]],
    [0.4, [104, 104, 90]],
    [0.7, [176, 176, 170]],
  ],
};

const lowest = -0.8;
const steps = 800;

/** Colours by height, three bytes each, from the lowest in steps of a five-hundredth. */
const tables: Readonly<Record<ThemeName, Uint8Array>> = {
  light: tableOf('light'),
  dark: tableOf('dark'),
};

/** Where the colour of a height begins in the table of a theme. */
export function colourAt(height: number): number {
  return 3 * Math.min(Math.max(Math.floor((height - lowest) * 500), 0), steps - 1);
}

/** The colours of a theme: three bytes each. */
export function coloursOf(theme: ThemeName): Uint8Array {
  return tables[theme];
}

function tableOf(theme: ThemeName): Uint8Array {
  const scale = scales[theme];
  const table = new Uint8Array(3 * steps);
  for (let step = 0; step < steps; step++) {
    const height = lowest + step / 500;
    const above = scale.findIndex(([top]) => height < top);
    const [to, from] = [scale.at(above), scale.at(above < 0 ? -1 : Math.max(above - 1, 0))];
    if (!from || !to) continue;
    const part = to[0] === from[0] ? 0 : (height - from[0]) / (to[0] - from[0]);
    for (const i of [0, 1, 2] as const)
      table[3 * step + i] = from[1][i] + (to[1][i] - from[1][i]) * part;
  }
  return table;
}
