/** What `dynamicData` adds up, before it is known where the reader is. */
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

/** The scores of all keys in reach of any current key, by their offset from it. */
export interface JumpTable {
  /**
   * The keys, as differences from the current one, each once. They rise, and are no doubles:
   * whoever looks each key up does so twice as fast.
   */
  readonly offsets: readonly number[];
  /** The sum of each. */
  readonly scores: Float64Array;
  /** Its part from walking ahead or behind; -1 without. */
  readonly walks: Float64Array;
  /** Its parts from jumps are those from `firstPart[i]` until `firstPart[i + 1]`. */
  readonly firstPart: Int32Array;
  readonly partScores: Float64Array;
  /** Where the jump of a part leads, as a difference from the current key. */
  readonly partTargets: readonly number[];
}

interface Row {
  walk: number;
  readonly parts: { readonly target: number; readonly score: number }[];
}

/**
 * Adds up once what holds at every current key; the parts are kept for where some of them lead out
 * of the keys that there are.
 */
export function createJumpTable(settings: JumpTableSettings): JumpTable {
  const byOffset = [...createRows(settings)].sort(([a], [b]) => a - b);
  const rows = byOffset.map(([, row]) => row);
  const parts = rows.flatMap((row) => row.parts);
  const firstPart = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (firstPart[i + 1] = (firstPart[i] ?? 0) + row.parts.length));
  return {
    offsets: byOffset.map(([offset]) => offset),
    scores: Float64Array.from(rows, (row) =>
      row.parts.reduce((sum, part) => sum + part.score, Math.max(0, row.walk)),
    ),
    walks: Float64Array.from(rows, (row) => row.walk),
    firstPart,
    partScores: Float64Array.from(parts, (part) => part.score),
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
    rowOf(target).parts.push({ target, score: jumpBoost });
    for (let d = 1; d <= proximityRange; d++) {
      const score = proximityBoost / (d + 1);
      rowOf(target - d).parts.push({ target, score });
      rowOf(target + d).parts.push({ target, score });
    }
  }
  return rows;
}
