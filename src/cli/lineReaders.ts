import { parseAccessLine } from './accessLine.js';
import { isAccepted, keyOf, type KeyRules } from './keyOf.js';
import { parseKeyLine } from './keyLine.js';
import type { RequestLog } from './requestLog.js';
import { sessionsByClient } from './sessionsByClient.js';

/** What became of a line. */
export type LineResult = 'read' | 'blank' | 'passed over' | 'bad';

/** Adds the request of a line to a log; tells `onAgent` of a line that names a user agent. */
export type LineReader = (text: string, onAgent: () => void) => LineResult;

/** A key with such a character is none: the file is no text, or not UTF-8. */
const control = /[\p{Cc}\uFFFD]/u;

/** Characters of a user agent that tell clients apart. */
const MAX_AGENT = 300;

/** Reads lines of access logs. Sessions of clients go on from file to file. */
export function accessReader(log: RequestLog, rules: KeyRules): LineReader {
  const sessionOf = sessionsByClient(() => log.open());
  return (text, onAgent) => {
    const access = parseAccessLine(text);
    if (!access) return text.trim() === '' ? 'blank' : 'bad';
    const { client, agent, at, method, target, status } = access;
    if (agent !== '') onAgent();
    if (!isAccepted(method, status, rules)) return 'passed over';
    const key = keyOf(target, rules);
    if (key === undefined) return 'passed over';
    if (control.test(key)) return 'bad';
    log.add(key, sessionOf(`${client} ${agent.slice(0, MAX_AGENT)}`, at));
    return 'read';
  };
}

/** Reads lines of one file with a key a line. */
export function keyReader(log: RequestLog, rules: KeyRules): LineReader {
  let session: number | undefined;
  return (text) => {
    const parsed = parseKeyLine(text);
    if (!parsed) return 'bad';
    if (parsed.key === '') {
      session = undefined;
      return 'blank';
    }
    if (control.test(parsed.key)) return 'bad';
    const key = keyOf(parsed.key, rules);
    if (key === undefined) return 'passed over';
    log.add(key, (session ??= log.open()));
    return 'read';
  };
}
