declare const ngDevMode: unknown;

/** Prints a warning, except in builds for production. */
export function warnInDevelopment(message: string): void {
  if (typeof ngDevMode === 'undefined' || ngDevMode) console.warn(message);
}
