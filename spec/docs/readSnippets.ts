/** TypeScript that a page shows, as a reader would type it in. */
export interface Snippet {
  /** The page, and the line of the page on which it begins. */
  readonly place: string;
  /** The code, with all fences that continue it. */
  readonly code: string;
  /** The lines that it prints; undefined if any are allowed. */
  readonly output: readonly string[] | undefined;
  /** Whether it is only compiled, as it needs, for example, a file of the user. */
  readonly isCompileOnly: boolean;
}

interface Fence {
  readonly line: number;
  /** The line that closes it. */
  end: number;
  readonly language: string;
  readonly tags: readonly string[];
  readonly lines: string[];
}

/**
 * The TypeScript snippets of a page.
 *
 * A fence is marked `ts`; `ts compile-only` is not run; `ts continued` goes on where the one before
 * it ends. What a snippet prints stands in a `text` fence right behind it, or else in comments,
 * behind or below each line with a `console.log`.
 *
 * @param path - of the page, for places
 * @param page - its text
 */
export function readSnippets(path: string, page: string): Snippet[] {
  const snippets: Snippet[] = [];
  const fences = readFences(path, page);
  fences.forEach(({ language, tags, lines, line, end }, i) => {
    if (language !== 'ts') return;
    const unknown = tags.filter((tag) => tag !== 'compile-only' && tag !== 'continued');
    if (unknown.length > 0)
      throw new Error(`${path}:${line}: a snippet cannot be ${unknown.join(' and ')}`);
    const next = fences[i + 1];
    const output =
      next?.language === 'text' && next.line <= end + 2 ? next.lines : saidOutput(lines);
    const before = tags.includes('continued') ? snippets.pop() : undefined;
    if (tags.includes('continued') && !before)
      throw new Error(`${path}:${line}: there is nothing to continue`);
    snippets.push({
      place: before?.place ?? `${path}:${line}`,
      code: [...(before ? [before.code] : []), ...lines].join('\n'),
      output: [...(before?.output ?? []), ...output],
      isCompileOnly: tags.includes('compile-only') || (before?.isCompileOnly ?? false),
    });
  });
  return snippets;
}

/** The snippets in the comments of a source file. */
export function readDocComments(path: string, source: string): Snippet[] {
  let inside = false;
  const lines = source.split('\n').map((line) => {
    if (/^\s*\/\*\*/.test(line)) inside = true;
    const text = inside ? (/^\s*\* ?(.*)$/.exec(line)?.[1] ?? '') : '';
    if (line.includes('*/')) inside = false;
    return text;
  });
  return readSnippets(path, lines.join('\n'));
}

function readFences(path: string, page: string): Fence[] {
  const fences: Fence[] = [];
  let open: Fence | undefined;
  page.split('\n').forEach((line, i) => {
    const mark = /^\s*```(.*)$/.exec(line)?.[1];
    if (mark === undefined) open?.lines.push(line);
    else if (open) {
      open.end = i + 1;
      open = undefined;
    } else {
      const [language = '', ...tags] = mark.trim().split(/\s+/);
      open = { line: i + 1, end: 0, language, tags, lines: [] };
      fences.push(open);
    }
  });
  if (open) throw new Error(`${path}:${open.line}: the fence is not closed`);
  return fences;
}

function saidOutput(lines: readonly string[]): string[] {
  const said: string[] = [];
  let below = false;
  for (const line of lines) {
    const comment = /^\s*\/\/ ?(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      if (below) said.push(comment);
      continue;
    }
    const behind = /console\.log.*;\s*\/\/ ?(.*)$/.exec(line)?.[1];
    if (behind !== undefined) said.push(behind);
    below = line.includes('console.log') && behind === undefined;
  }
  return said;
}
