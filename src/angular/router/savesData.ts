/**
 * Whether the browser reports that the user saves data, or has a 2g network.
 *
 * False in browsers without the Network Information API.
 */
export function savesData(): boolean {
  const { connection } = (globalThis.navigator as NavigatorWithConnection | undefined) ?? {};
  return connection?.saveData === true || connection?.effectiveType?.includes('2g') === true;
}

interface NavigatorWithConnection {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}
