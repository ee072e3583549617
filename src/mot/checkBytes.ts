import { expected } from '../options.js';

/**
 * Bytes that a source gave; from another realm, too.
 *
 * @throws TypeError for what are none
 */
export function checkBytes(name: string, bytes: Uint8Array): Uint8Array {
  if (!ArrayBuffer.isView(bytes)) throw expected(name, 'a Uint8Array', bytes);
  return bytes;
}
