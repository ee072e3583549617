import { expected } from '../options.js';
import { isPromise } from '../structures/isPromise.js';

/** A value, or the promise of one. */
export type Answer<T> = T | PromiseLike<T>;

/** A storage with the methods of `localStorage`: also localForage, unstorage, AsyncStorage. */
export interface ItemStorage {
  /** The stored text, or the object that it is as JSON; null or undefined without one. */
  getItem(name: string): Answer<unknown>;
  /** Stores a text. False means that the storage has refused. */
  setItem(name: string, text: string): Answer<unknown>;
  /** Removes a text. @defaultValue an empty text replaces it */
  removeItem?(name: string): Answer<unknown>;
}

/** A storage with the methods of a Map: also Keyv, and the module `idb-keyval`. */
export interface KeyedStorage {
  /** The stored text, or the object that it is as JSON; null or undefined without one. */
  get(name: string): Answer<unknown>;
  /** Stores a text. False means that the storage has refused. */
  set(name: string, text: string): Answer<unknown>;
  /** Removes a text. @defaultValue `del`, or else an empty text replaces it */
  delete?(name: string): Answer<unknown>;
  /** The same, as `idb-keyval` names it. */
  del?(name: string): Answer<unknown>;
}

/** A storage of texts by name, synchronous or with promises. */
export type ModelStorage = ItemStorage | KeyedStorage;

/** The place of one model in a storage. */
export interface ModelSlot {
  read(): Answer<unknown>;
  write(text: string): Answer<unknown>;
  /** Removes the text; where the storage cannot, an empty text replaces it. */
  remove(): Answer<unknown>;
}

/** The methods of each shape, the first that fits counts. */
const SHAPES = [
  ['getItem', 'setItem'],
  ['get', 'set'],
] as const;
type Shape = (typeof SHAPES)[number];
const REMOVALS = ['removeItem', 'delete', 'del'];

/**
 * The place of a model in a storage.
 * @throws TypeError if `storage` has the methods of no shape
 */
function createModelSlot(storage: unknown, name: string): ModelSlot {
  const [get, set] = shapeOf(storage) ?? refuseShape(storage);
  const removal = REMOVALS.find((method) => has(storage, method));
  const call = (method: string, ...args: string[]): Answer<unknown> =>
    (storage as Record<string, (...args: string[]) => Answer<unknown>>)[method]?.(...args);
  return {
    read: () => call(get, name),
    write: (text) => then(call(set, name, text), refuseFalse),
    remove: () =>
      removal === undefined ? then(call(set, name, ''), refuseFalse) : call(removal, name),
  };
}

/**
 * Opens the place of a model in a storage, or in that which a function gives: each time until it
 * gives one.
 *
 * @throws TypeError for what is neither
 */
export function openModelSlot(
  storage: ModelStorage | (() => Answer<ModelStorage>),
  name: string,
): () => Answer<ModelSlot> {
  let slot: ModelSlot | undefined;
  const create = (opened: unknown): ModelSlot => (slot = createModelSlot(opened, name));
  if (typeof storage !== 'function') checkShape(storage);
  return () => {
    if (slot) return slot;
    return typeof storage === 'function' && !shapeOf(storage)
      ? then(storage(), create)
      : create(storage);
  };
}

/** Continues with an answer: in this call, unless it is a promise. */
export function then<T, R>(answer: Answer<T>, next: (value: T) => Answer<R>): Answer<R> {
  return isPromise(answer) ? Promise.resolve(answer).then(next) : next(answer);
}

function refuseFalse(answer: unknown): void {
  if (answer === false) throw new Error('The storage has refused: its answer was `false`');
}

/** @throws TypeError for a wrong shape; not if reading it throws, as each use then throws, too */
function checkShape(storage: unknown): void {
  let shape: Shape | undefined;
  try {
    shape = shapeOf(storage);
  } catch {
    return;
  }
  if (!shape) refuseShape(storage);
}

function refuseShape(storage: unknown): never {
  throw expected('storage', 'an object with `getItem` and `setItem`, or with `get` and `set`', storage); // prettier-ignore
}

function shapeOf(value: unknown): Shape | undefined {
  return SHAPES.find((methods) => methods.every((method) => has(value, method)));
}

function has(value: unknown, method: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function';
}
