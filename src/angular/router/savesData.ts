/**
 * Whether the browser says that its user saves data, or has a slow network. Browsers without the
 * Network Information API say nothing: no.
 */
export function savesData(): boolean {
  const { connection } = (globalThis.navigator as NavigatorWithConnection | undefined) ?? {};
  return connection?.saveData === true || connection?.effectiveType?.includes('2g') === true;
}

interface NavigatorWithConnection {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}
