import type { ModelLabel } from '../../../src/keeping/savedText.js';
import { expected } from '../../../src/options.js';

/** @throws TypeError for a wrong `name` or `version` of a stored model */
export function checkLabel({ name, version }: Partial<ModelLabel>): void {
  if (typeof name !== 'string' || name === '')
    throw expected('name', 'a string that is not empty', name);
  if (version !== undefined && typeof version !== 'string' && !Number.isFinite(version))
    throw expected('version', 'a string or a finite number', version);
}
