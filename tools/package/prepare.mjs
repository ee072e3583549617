import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// npm runs this script where it installs a clone, and before it packs a dependency that is a git address: the package has its build then.
if (existsSync('node_modules/rollup') && existsSync('node_modules/tsx')) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/package/build.ts'], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  console.log('The package is not built: its development dependencies are not installed.');
}
