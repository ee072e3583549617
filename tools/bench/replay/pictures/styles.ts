import type { Contender } from '../contenders.js';

/** How a contender is drawn. */
export interface Style {
  readonly color: string;
  readonly symbol: string;
}

/** What is said in passing. */
const soft = '#59636e';

// The colours of M. Okabe and K. Ito (2008), which colour-blind people tell apart; the symbols say
// the same without colours.
const styles: Readonly<Record<string, Style>> = {
  auto: { color: '#0072b2', symbol: 'circle' },
  graph: { color: '#009e73', symbol: 'triangle' },
  dynamicData: { color: '#d55e00', symbol: 'rect' },
  dynamicDistanceDecay: { color: '#e69f00', symbol: 'rect' },
  distanceDecay: { color: '#a87400', symbol: 'rect' },
  'next-N': { color: '#cc79a7', symbol: 'diamond' },
  'lru-cache': { color: '#56b4e9', symbol: 'diamond' },
  TanStack: { color: '#7f5fb5', symbol: 'diamond' },
};

/** The style of a contender; what is no system of its own is grey or black. */
export function styleOf({ name, kind }: Contender): Style {
  return (
    styles[name] ??
    (kind === 'bound'
      ? { color: '#000000', symbol: 'path://M0,0h4v18h-4z' }
      : { color: soft, symbol: 'emptyCircle' })
  );
}

/** The head of a picture. */
export function titleOf(text: string, subtext: string) {
  const [textStyle, subtextStyle] = [
    { fontSize: 18, color: '#1f2328' },
    { fontSize: 13, color: soft },
  ];
  return { text, subtext, left: 24, top: 16, textStyle, subtextStyle };
}

/** The axis of waits. */
export const waitAxis = {
  type: 'value',
  name: 'mean wait, % of one load',
  nameLocation: 'middle',
  nameTextStyle: { fontSize: 14, color: soft },
  axisLabel: { fontSize: 13, color: soft },
  splitLine: { lineStyle: { color: '#e6e9ed' } },
  min: 0,
  max: 100,
} as const;
