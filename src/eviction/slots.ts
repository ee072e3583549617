import { createKeyMap } from '../structures/keyMap.js';

/** No slot: the end of a list. */
export const NONE = -1;

/** Keys in slots, numbered from 0 without gaps. Each slot is in one list, by order of arrival. */
export interface Slots<K> {
  /** How many slots there are. */
  readonly length: number;
  slotOf(key: K): number | undefined;
  keyOf(slot: number): K;
  /** The list that a slot is in. */
  listOf(slot: number): number;
  /** A number from 0 to 255 for each slot, for the policy. */
  readonly marks: Uint8Array;
  /** A number below 2 ** 32 for each slot, for the policy. Growth replaces both arrays. */
  readonly times: Uint32Array;
  /** Adds a key without a slot as the newest of a list, with mark and time 0. */
  add(key: K, list: number): number;
  /** Makes a slot the newest of a list. */
  move(slot: number, list: number): void;
  /** Deletes a slot. The last slot gets its number. */
  delete(slot: number): void;
  oldest(list: number): number;
  newest(list: number): number;
  older(slot: number): number;
  newer(slot: number): number;
  /** How many slots are in a list. */
  sizeOf(list: number): number;
}

const FEWEST = 16;

/** Slots in typed arrays, which take less memory than an object a key. All methods are O(1). */
export function createSlots<K>(lists: number): Slots<K> {
  const slots = createKeyMap<number>();
  const keys: K[] = [];
  const [oldest, newest, sizes] = [
    new Int32Array(lists).fill(NONE),
    new Int32Array(lists).fill(NONE),
    new Int32Array(lists),
  ];
  let [older, newer] = [new Int32Array(FEWEST), new Int32Array(FEWEST)];
  let [listOf, marks, times] = [
    new Uint8Array(FEWEST),
    new Uint8Array(FEWEST),
    new Uint32Array(FEWEST),
  ];

  const resize = (length: number): void => {
    const copy = <A extends Int32Array | Uint32Array | Uint8Array>(from: A, to: A): A => {
      to.set(from.subarray(0, length));
      return to;
    };
    older = copy(older, new Int32Array(length));
    newer = copy(newer, new Int32Array(length));
    listOf = copy(listOf, new Uint8Array(length));
    marks = copy(marks, new Uint8Array(length));
    times = copy(times, new Uint32Array(length));
  };
  /** Points the neighbours of a place, or the ends of the list, to `next` and `previous`. */
  const link = (
    list: number,
    before: number,
    after: number,
    next: number,
    previous: number,
  ): void => {
    if (before === NONE) oldest[list] = next;
    else newer[before] = next;
    if (after === NONE) newest[list] = previous;
    else older[after] = previous;
  };
  const attach = (slot: number, list: number): void => {
    const last = newest[list] as number;
    listOf[slot] = list;
    older[slot] = last;
    newer[slot] = NONE;
    link(list, last, NONE, slot, slot);
    sizes[list] = (sizes[list] as number) + 1;
  };
  const detach = (slot: number): void => {
    const [list, before, after] = [
      listOf[slot] as number,
      older[slot] as number,
      newer[slot] as number,
    ];
    link(list, before, after, after, before);
    sizes[list] = (sizes[list] as number) - 1;
  };
  const renumber = (from: number, to: number): void => {
    const key = keys[from] as K;
    slots.set(key, to);
    keys[to] = key;
    for (const array of [older, newer, listOf, marks, times]) array[to] = array[from] as number;
    link(listOf[to] as number, older[to] as number, newer[to] as number, to, to);
  };

  return {
    get length() {
      return keys.length;
    },
    get marks() {
      return marks;
    },
    get times() {
      return times;
    },
    slotOf: (key) => slots.get(key),
    keyOf: (slot) => keys[slot] as K,
    listOf: (slot) => listOf[slot] as number,
    add(key, list) {
      const slot = keys.push(key) - 1;
      if (slot === marks.length) resize(slot * 1.5);
      slots.set(key, slot);
      marks[slot] = times[slot] = 0;
      attach(slot, list);
      return slot;
    },
    move(slot, list) {
      detach(slot);
      attach(slot, list);
    },
    delete(slot) {
      detach(slot);
      slots.delete(keys[slot]);
      const last = keys.length - 1;
      if (slot < last) renumber(last, slot);
      keys.pop();
      if (last >= FEWEST && last < marks.length / 4) resize(last * 2);
    },
    oldest: (list) => oldest[list] as number,
    newest: (list) => newest[list] as number,
    older: (slot) => older[slot] as number,
    newer: (slot) => newer[slot] as number,
    sizeOf: (list) => sizes[list] as number,
  };
}
