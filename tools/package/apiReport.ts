import { writeFileSync } from 'node:fs';
import { describeApi } from './describeApi.js';

// Holds the public API as it is built now: `npm run api`. What changes in the file is what changes
// for users.
writeFileSync(new URL('../../spec/package/golden/api.txt', import.meta.url), describeApi());
