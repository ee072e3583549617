import { describe, expect, it } from '@jest/globals';
import { oldest } from '../../src/eviction/oldest.js';
import { evictionContract } from '../../src/testing/evictionContract.js';

describe('A contract suite', () => {
  it('uses only `describe` and `it`, with a sentence for each test and a body without parameters', () => {
    const groups: string[] = [];
    const titles: string[] = [];
    // As in node:test, both return a promise.
    const runner = {
      describe(title: string, body: () => void): Promise<void> {
        groups.push(title);
        body();
        return Promise.resolve();
      },
      it(title: string, body: () => void | Promise<void>): Promise<void> {
        titles.push(title);
        // jest and mocha expect a body with a parameter to call back.
        expect(body).toHaveLength(0);
        return Promise.resolve();
      },
    };
    evictionContract(runner, 'oldest', () => oldest());
    expect(groups).toEqual(['oldest as an eviction policy']);
    expect(titles.length).toBeGreaterThan(5);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
