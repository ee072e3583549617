import { contenders } from '../contenders.js';
import type { Result } from '../runs.js';
import { usualResults } from '../usualResults.js';
import { withoutPrefetching } from '../withoutPrefetching.js';
import type { Picture } from './renderSvg.js';
import { styleOf, titleOf, waitAxis } from './styles.js';

const shownNames = ['next-N', 'dynamicData', 'graph', 'auto', 'seen-before'];
const none = 'no prefetching';

/** One row a trace, one mark a system. */
export function waitByTrace(results: readonly Result[]): Picture {
  const usual = usualResults(results);
  const traces = [...new Set(usual.map(({ trace }) => trace))];
  const shown = contenders.filter(
    ({ name }) => shownNames.includes(name) && usual.some((result) => result.name === name),
  );
  const waitOf = (trace: string, name: string) =>
    usual.find((result) => result.trace === trace && result.name === name)?.wait;
  const height = 150 + 44 * traces.length;
  return {
    alt: 'Mean wait on each trace: without prefetching, with the next keys, dynamicData, a probability graph and auto, and the bound of what could have been learned.',
    width: 920,
    height,
    option: {
      title: titleOf(
        'How long a reader waits, by trace',
        'Farther left is better. Grey: the better of LRU and SIEVE. Black: a bound, which loads ahead all that could have been learned.',
      ),
      legend: {
        ...{ left: 20, top: 66, itemWidth: 14, itemGap: 26, textStyle: { fontSize: 14 } },
        data: [none, ...shown.map(({ name }) => name)],
      },
      grid: { left: 112, right: 32, top: 106, bottom: 56 },
      xAxis: { ...waitAxis, nameGap: 32 },
      yAxis: {
        type: 'category',
        data: traces,
        inverse: true,
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { show: true, lineStyle: { color: '#e6e9ed' } },
        axisLabel: { fontSize: 14, color: '#1f2328' },
      },
      series: [
        {
          type: 'scatter',
          name: none,
          symbol: 'circle',
          symbolSize: 13,
          itemStyle: { color: '#8c959f', opacity: 1 },
          data: traces.map((trace, i) => [withoutPrefetching(usual, trace) ?? NaN, i]),
        },
        ...shown.map((contender) => {
          const { color, symbol } = styleOf(contender);
          return {
            type: 'scatter' as const,
            name: contender.name,
            symbol,
            symbolKeepAspect: true,
            symbolSize: contender.kind === 'bound' ? 18 : contender.name === 'auto' ? 15 : 11,
            itemStyle: { color, opacity: 1 },
            data: traces.map((trace, i) => [waitOf(trace, contender.name) ?? NaN, i]),
          };
        }),
      ],
    },
  };
}
