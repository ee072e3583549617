/** The longest reason that is shown. */
const LONGEST = 160;

/** A reason for display: without binary text, and cut to the longest length. */
export function plainReason(reason: string): string {
  if (/[^\t\n\P{C}]|\uFFFD/u.test(reason)) return 'it is not a text file';
  return reason.length <= LONGEST ? reason : `${reason.slice(0, LONGEST - 1)}…`;
}
