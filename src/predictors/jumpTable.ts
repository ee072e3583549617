/** The options of `dynamicData` that do not depend on the current key. */
export interface JumpTableSettings {
  readonly possibleJumps: readonly number[];
  readonly forwardBias: number;
  readonly backwardBias: number;
  readonly jumpBoost: number;
  readonly proximityBoost: number;
  readonly maxSpan: number;
  readonly forwardExp: number;
  readonly backwardExp: number;
  readonly proximityRange: number;
}

/** The likelihoods of all keys in reach of any current key, by their offset from it. */
export interface JumpTable {
  /**
   * Offsets from the current key, rising, each once. A plain array holds them as small integers, so
   * that a lookup of their keys is twice as fast as with doubles.
   */
  readonly offsets: readonly number[];
  /** By offset: the likelihood, the sum of its parts. */
  readonly likelihoods: Float64Array;
  /** By offset: its part for a key ahead or behind; -1 without one. */
  readonly walks: Float64Array;
  /** By offset: its parts from jumps are those from `firstPart[i]` up to `firstPart[i + 1]`. */
  readonly firstPart: Int32Array;
  readonly partLikelihoods: Float64Array;
  /** By part: the offset of the target of its jump. */
  readonly partTargets: readonly number[];
}

interface Row {
  walk: number;
  readonly parts: { readonly target: number; readonly likelihood: number }[];
}

/**
 * Adds up the likelihoods once for every current key. The parts are kept for current keys at which
 * some of their targets do not exist.
 */
export function createJumpTable(settings: JumpTableSettings): JumpTable {
  const byOffset = [...createRows(settings)].sort(([a], [b]) => a - b);
  const rows = byOffset.map(([, row]) => row);
  const parts = rows.flatMap((row) => row.parts);
  const firstPart = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (firstPart[i + 1] = (firstPart[i] ?? 0) + row.parts.length));
  return {
    offsets: byOffset.map(([offset]) => offset),
    likelihoods: Float64Array.from(rows, (row) =>
      row.parts.reduce((sum, part) => sum + part.likelihood, Math.max(0, row.walk)),
    ),
    walks: Float64Array.from(rows, (row) => row.walk),
    firstPart,
    partLikelihoods: Float64Array.from(parts, (part) => part.likelihood),
    partTargets: parts.map((part) => part.target),
  };
}

function createRows(settings: JumpTableSettings): Map<number, Row> {
  const {
    possibleJumps,
    forwardBias,
    backwardBias,
    jumpBoost,
    proximityBoost,
    maxSpan,
    forwardExp,
    backwardExp,
    proximityRange,
  } = settings;
  const rows = new Map<number, Row>();
  const rowOf = (offset: number) => {
    const known = rows.get(offset);
    if (known) return known;
    const row: Row = { walk: -1, parts: [] };
    rows.set(offset, row);
    return row;
  };
  for (let d = 1; d <= maxSpan; d++) rowOf(d).walk = forwardBias / d ** forwardExp;
  for (let d = 1; d <= Math.floor(maxSpan / 2); d++)
    rowOf(-d).walk = backwardBias / d ** backwardExp;
  for (const target of possibleJumps) {
    rowOf(target).parts.push({ target, likelihood: jumpBoost });
    for (let d = 1; d <= proximityRange; d++) {
      const likelihood = proximityBoost / (d + 1);
      rowOf(target - d).parts.push({ target, likelihood });
      rowOf(target + d).parts.push({ target, likelihood });
    }
  }
  return rows;
}
