import { expected } from '../options.js';

/** Checks the bytes of a source, also from another realm. @throws TypeError for anything else */
export function checkBytes(name: string, bytes: Uint8Array): Uint8Array {
  if (!ArrayBuffer.isView(bytes)) throw expected(name, 'a Uint8Array', bytes);
  return bytes;
}
