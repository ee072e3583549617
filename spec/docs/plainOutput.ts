/**
 * Printed lines as one text in which white space does not count, nor whether several prints stand
 * in one line with commas between.
 */
export function plainOutput(lines: readonly string[]): string {
  return lines.join(',').replace(/\s+/g, '').replace(/,+/g, ',').replace(/,$/, '');
}

/**
 * What `plainOutput` of the printed lines has to match; `…` stands for the rest of a number or a
 * text.
 */
export function outputPattern(said: readonly string[]): RegExp {
  const parts = plainOutput(said).split('…');
  return new RegExp(
    `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^,\\])}]*')}$`,
  );
}
