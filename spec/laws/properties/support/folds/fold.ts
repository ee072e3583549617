import type { Step } from '../log.js';
import type { Past } from '../past.js';

/** A law is broken. */
export type Fail = (law: number, message: string) => void;

/** Judges each step of a log, given the steps before it. */
export type Fold = (fail: Fail) => (past: Past, step: Step) => void;
