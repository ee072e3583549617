import { show } from '../errors.js';
import { checkMethods, checkOptions, expected } from '../options.js';
import type { TestRunner } from './testRunner.js';

/** Checks the arguments of a suite. @throws TypeError for wrong ones */
export function checkSuite<O extends object>(
  runner: TestRunner,
  create: () => unknown,
  options: O,
  names: readonly (keyof O & string)[],
): void {
  checkMethods('runner', runner, ['describe', 'it']);
  checkMethods('create', create, ['call']);
  checkOptions(options, names);
}

/** Checks the keys of a suite. @throws TypeError for fewer than `least` */
export function checkKeys(name: string, keys: readonly unknown[], least: number): void {
  if (!Array.isArray(keys) || keys.length < least)
    throw expected(name, `an array of at least ${least} keys`, keys);
}

/**
 * Fails a test unless a condition holds.
 *
 * @param message - what the part did, and what was expected
 */
export function check(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new Error(message());
}

/** A value as text for a message. */
export function print(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : show(value);
}
