/** The part of Node's `Buffer` that is used where it exists: it is ten times as fast. */
interface NodeBuffer {
  from(bytes: ArrayBufferLike, offset: number, length: number): { toString(code: string): string };
  from(text: string, code: string): Uint8Array<ArrayBuffer>;
}
const NODE = (globalThis as { readonly Buffer?: NodeBuffer }).Buffer;
/** Arguments of one call: engines allow about 60,000. */
const CHUNK = 0x8000;

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  if (NODE) return NODE.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}

/** Base64 as bytes that fill a buffer of their own. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (NODE) return new Uint8Array(NODE.from(text, 'base64'));
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
