import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { oldest } from '../../src/eviction/oldest.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import { predictorContract } from '../../src/testing/predictorContract.js';
import { providerContract } from '../../src/testing/providerContract.js';
import { silent } from '../support/naming.js';

/** A value where its type forbids it, as a program in JavaScript may give it. */
const wrong = (value: unknown): never => value as never;
const ignore = (): void => undefined;
const runner = { describe: ignore, it: ignore };
const predictor = () => silent;
const provider = () => of;

describe('A contract suite refuses wrong arguments at once:', () => {
  it.each<readonly [message: string, make: () => void]>([
    ['`runner` to be an object with `describe`, got `undefined` (undefined)', () => predictorContract(wrong(undefined), 'x', predictor, { walk: [1, 2, 3] })],
    ['`runner` to be an object with `it`, got `{}` (object)', () => evictionContract(wrong({ describe: ignore }), 'x', oldest)],
    ['`create` to be a function, got `{}` (object)', () => evictionContract(runner, 'x', wrong({}))],
    ['`create` to be a function, got `undefined` (undefined)', () => providerContract(runner, 'x', wrong(undefined), { keys: [1, 2] })],
    ['`options` to be an object, got `null` (null)', () => evictionContract(runner, 'x', oldest, wrong(null))],
    ['`options` to be an object, got `undefined` (undefined)', () => predictorContract(runner, 'x', predictor, wrong(undefined))],
    ['`options` to be an object, got `undefined` (undefined)', () => providerContract(runner, 'x', provider, wrong(undefined))],
    ['`walk` to be an array of at least 3 keys, got `undefined` (undefined)', () => predictorContract(runner, 'x', predictor, wrong({}))],
    ['`walk` to be an array of at least 3 keys, got `an array of 2` (object)', () => predictorContract(runner, 'x', predictor, { walk: [1, 2] })],
    ['`keys` to be an array of at least 2 keys, got `undefined` (undefined)', () => providerContract(runner, 'x', provider, wrong({}))],
    ['`keys` to be an array of at least 2 keys, got `an array of 1` (object)', () => providerContract(runner, 'x', provider, { keys: [1] })],
  ])('%s', (message, make) => expect(make).toThrow(new TypeError(`Expected ${message}`))); // prettier-ignore
});
