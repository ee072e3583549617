/** The part of a test runner that the suites use: jest, vitest, mocha and node:test have it. */
export interface TestRunner {
  /** Opens a group of tests. */
  describe(title: string, body: () => void): unknown;
  /** Adds a test, which fails if its body throws or rejects. */
  it(title: string, body: () => void | Promise<void>): unknown;
}
