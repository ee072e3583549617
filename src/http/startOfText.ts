/** How many characters of the text of an error are shown. */
const MAX_CHARACTERS = 200;
/** How many bytes are read for them. */
const MAX_BYTES = 4 * MAX_CHARACTERS;
/** How many ms the text may take. */
const MAX_WAIT = 1000;
const TEXT = /^\s*(text\/|application\/([^;]*\+)?(json|xml)\b)/i;

/**
 * The first characters of a body that is text; empty for others.
 *
 * The rest of the body is cancelled, and so is a body that does not come. Never rejects.
 */
export async function startOfText({ headers, body }: Response): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  // A cancelled reader is done.
  const timer = setTimeout(cancel, MAX_WAIT);
  let text = '';
  let bytes = 0;
  try {
    while (TEXT.test(headers.get('Content-Type') ?? '') && bytes < MAX_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      text += decoder.decode(value.subarray(0, MAX_BYTES), { stream: true });
    }
  } catch {
    // The status says enough.
  }
  clearTimeout(timer);
  cancel();
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_CHARACTERS);
}
