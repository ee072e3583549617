import { buildIfNeeded } from './buildIfNeeded.js';

if (!buildIfNeeded('all')) process.exitCode = 1;
