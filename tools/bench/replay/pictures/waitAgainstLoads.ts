import { contenders, type Contender } from '../contenders.js';
import { mean } from '../mean.js';
import type { Result } from '../runs.js';
import type { Picture } from './renderSvg.js';
import { styleOf, titleOf, waitAxis } from './styles.js';

/** One point a value of a contender's knob: means over all traces. */
export function waitAgainstLoads(results: readonly Result[]): Picture {
  const traces = new Set(results.map(({ trace }) => trace)).size;
  const shown = contenders.filter(
    ({ name, kind }) => kind !== 'variant' && results.some((result) => result.name === name),
  );
  return {
    alt: 'Mean wait against loads a request, over all traces, for each system from careless to careful; nearer to the lower left corner is better.',
    width: 920,
    height: 600,
    option: {
      title: titleOf(
        'How long a reader waits, and what that costs in loads',
        `Means over ${traces} traces. A line is a system from careless to careful. Nearer to the lower left corner is better.`,
      ),
      legend: {
        orient: 'vertical',
        right: 24,
        top: 150,
        textStyle: { fontSize: 14 },
        data: shown.filter(isCrowded).map(({ name }) => name),
      },
      grid: { left: 76, right: 212, top: 92, bottom: 64 },
      xAxis: {
        ...waitAxis,
        type: 'log',
        logBase: 2,
        name: 'loads a request',
        nameGap: 34,
        min: 0.5,
        max: 8,
      },
      yAxis: { ...waitAxis, nameGap: 44 },
      series: shown.map((contender) => seriesOf(contender, results)),
    },
  };
}

/**
 * Those whose lines run through each other stand in a legend; the others have their names beside
 * them.
 */
function isCrowded({ name, kind }: Contender): boolean {
  return kind === 'fixed' || name === 'lru-cache';
}

function seriesOf(contender: Contender, results: readonly Result[]) {
  const { color, symbol } = styleOf(contender);
  const { name, values, kind } = contender;
  const points = values.map((value) => {
    const own = results.filter((result) => result.name === name && result.value === value);
    return [mean(own.map(({ loads }) => loads)), mean(own.map(({ wait }) => wait))] as const;
  });
  // The name stands at the end with the most loads.
  const data = points.sort(([a], [b]) => a - b).map((point) => [...point]);
  const isAuto = name === 'auto';
  return {
    type: 'line' as const,
    name,
    data,
    symbol,
    symbolSize: kind === 'bound' ? [4, 16] : isAuto ? 11 : 9,
    showAllSymbol: true,
    lineStyle: { color, width: isAuto ? 3.5 : 2 },
    itemStyle: { color },
    z: isAuto ? 5 : 3,
    endLabel: {
      show: !isCrowded(contender),
      formatter: name === 'TanStack' ? 'TanStack (keeps all)' : name,
      color,
      fontSize: 14,
      fontWeight: isAuto ? ('bold' as const) : ('normal' as const),
      ...(kind === 'none' ? { align: 'right' as const, distance: -12 } : { distance: 8 }),
      ...(kind === 'bound' ? { offset: [0, -10] } : isAuto ? { offset: [-8, 16] } : {}),
    },
  };
}
