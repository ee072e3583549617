/** Printed lines as one text, without white space, and with a comma between prints. */
export function plainOutput(lines: readonly string[]): string {
  return lines.join(',').replace(/\s+/g, '').replace(/,+/g, ',').replace(/,$/, '');
}

/** Pattern for the `plainOutput` of printed lines; `…` means the rest of a number or text. */
export function outputPattern(said: readonly string[]): RegExp {
  const parts = plainOutput(said).split('…');
  return new RegExp(
    `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^,\\])}]*')}$`,
  );
}
