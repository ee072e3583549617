import { tsImport } from 'tsx/esm/api';

const { openBrowser } = await tsImport('../../tools/browser/openBrowser.ts', import.meta.url);
const { buildApp } = await tsImport('../../demos/visual/server/buildApp.ts', import.meta.url);

/** Once before all specs in a browser: looks whether one starts, which unpacks it where need be, and builds the demo. */
export default async function prepare() {
  try {
    await (await openBrowser()).close();
  } catch (error) {
    if (process.env.CI !== undefined || process.env.NEEDS_BROWSER !== undefined) throw error;
    process.env.NO_BROWSER = 'yes';
    console.error(`${String(error)}\nThe specs in a browser are skipped.`);
    return;
  }
  await buildApp(console.log);
}
