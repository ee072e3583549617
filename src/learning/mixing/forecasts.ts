import { logit, type Blend } from './blend.js';
import { chanceAt, createGuessRing, nextGuess, setChance } from './forecastRing.js';
import type { Precision } from './precision.js';

/** The live guesses of one reader. */
export interface Guesses<K> {
  /** One more access: the guesses that named its key came true, those that are too old did not. */
  settle(key: K): void;
  /**
   * A guess of one expert; all of an access come before `mix`.
   *
   * @param slot - the kind of guess, of which it is measured how often it comes true
   * @param likelihood - how likely guesses of this kind are, by themselves
   * @param chance - how likely the key is anyway
   * @param isResident - of what is resident nothing is promised
   */
  say(
    key: K,
    expert: number,
    slot: number,
    likelihood: number,
    chance: number,
    isResident: boolean,
  ): void;
  /** Makes one likelihood of what was said of each key. */
  mix(): void;
  /** Says each live key with its likelihood now. */
  each(say: (key: K, likelihood: number) => void): void;
  /**
   * The likelihood of a key now and who made the most of it; undefined if nothing live names it.
   */
  find(key: K): { readonly likelihood: number; readonly expert: number } | undefined;
  /** Drops all, and judges none. */
  clear(): void;
}

/** Measures how often guesses of each slot come true. */
export type Measure = Pick<Precision, 'said' | 'settle' | 'drop'>;

/** How many guesses an access may add; more are not heard. */
const MOST = 64;
/** What is left of a likelihood after each access. */
const KEPT = 0.95;
/** What is less likely is not worth saying. */
const LEAST = 0.02;
const NONE = -1;
/** For how many keys there is room at first. */
const FEW = 8;

function doubled(array: Float64Array): Float64Array {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** What is known of one key while a guess names it. */
interface Named<K> {
  key: K | undefined;
  /** Its likelihood when it was mixed best, when that was, and who made the most of it. */
  likelihood: number;
  born: number;
  expert: number;
  /** The newest guess in the ring, and how many there are. */
  newest: number;
  guesses: number;
  /** When it was said last, and how likely it was then by chance; below 0 if it was resident. */
  saidAt: number;
  chance: number;
  /** What was promised of it and since when, held against what comes; 0 while nothing is. */
  promised: number;
  promisedAt: number;
  promisedChance: number;
}

/**
 * No guesses yet. They are checked against what is requested whether or not anything is loaded for
 * them.
 *
 * @param life - how many accesses a guess lives
 */
export function createGuesses<K>(
  measure: Measure,
  blend: Blend,
  experts: number,
  life: number,
): Guesses<K> {
  const decay = Float64Array.from({ length: life + 1 }, (_, age) => KEPT ** age);
  const places = new Map<K, number>();
  const named: Named<K>[] = [];
  const free: number[] = [];
  const said: number[] = [];
  // By place of a key: what each expert says now, and what they said when it was promised.
  let inputs: Float64Array = new Float64Array(FEW * experts);
  let promisedInputs: Float64Array = new Float64Array(FEW * experts);
  const ring = createGuessRing();
  /** How many guesses each of the last `life` accesses added, at most MOST. */
  const sizes = new Uint8Array(life);
  let now = 0;

  const blank = (): Named<K> => ({
    key: undefined,
    likelihood: 0,
    born: 0,
    expert: 0,
    newest: NONE,
    guesses: 0,
    saidAt: -1,
    chance: 0,
    promised: 0,
    promisedAt: 0,
    promisedChance: 0,
  });
  const placeOf = (key: K): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = free.pop() ?? named.push(blank()) - 1;
    if (named.length * experts > inputs.length)
      [inputs, promisedInputs] = [doubled(inputs), doubled(promisedInputs)];
    places.set(key, place);
    (named[place] as Named<K>).key = key;
    return place;
  };
  const release = (one: Named<K>, place: number): void => {
    places.delete(one.key as K);
    one.key = undefined;
    one.likelihood = one.guesses = one.promised = 0;
    one.saidAt = -1;
    free.push(place);
  };
  const settlePromise = (one: Named<K>, place: number, came: boolean): void => {
    if (one.promised > 0)
      blend.learn(promisedInputs, place * experts, one.promised, Number(came) - one.promisedChance);
    one.promised = 0;
  };
  const confirm = (key: K): void => {
    const place = places.get(key);
    if (place === undefined) return;
    const one = named[place] as Named<K>;
    let guess = one.newest;
    for (let left = one.guesses; left > 0; left--) {
      const at = guess & ring.mask;
      measure.settle(ring.slots[at] as number, 1 - chanceAt(ring, at));
      ring.places[at] = NONE;
      guess = ring.older[at] as number;
    }
    settlePromise(one, place, now - one.promisedAt <= life);
    release(one, place);
  };
  const expire = (row: number): void => {
    for (let left = sizes[row] as number; left > 0; left--) {
      const at = ring.first++ & ring.mask;
      const place = ring.places[at] as number;
      if (place === NONE) continue;
      const one = named[place] as Named<K>;
      measure.settle(ring.slots[at] as number, -chanceAt(ring, at));
      if (--one.guesses > 0) continue;
      settlePromise(one, place, false);
      release(one, place);
    }
    sizes[row] = 0;
  };
  const promise = (one: Named<K>, place: number, likelihood: number): void => {
    if (one.promised > 0 && now - one.promisedAt >= life) settlePromise(one, place, false);
    if (likelihood <= one.promised) return;
    one.promised = likelihood;
    one.promisedAt = now;
    one.promisedChance = one.chance;
    for (let i = place * experts; i < (place + 1) * experts; i++)
      promisedInputs[i] = inputs[i] as number;
  };
  const likelihoodNow = ({ likelihood, born }: Named<K>): number =>
    blend.trust(likelihood) * (decay[now - born] ?? 0);

  return {
    settle(key) {
      now++;
      // Of an access whose experts threw; its places may be given anew.
      said.length = 0;
      confirm(key);
      expire(now % life);
    },
    say(key, expert, slot, likelihood, chance, isResident) {
      const row = now % life;
      const size = sizes[row] as number;
      if (size === MOST) return;
      const place = placeOf(key);
      const one = named[place] as Named<K>;
      const guess = nextGuess(ring);
      const ringAt = guess & ring.mask;
      sizes[row] = size + 1;
      ring.places[ringAt] = place;
      ring.slots[ringAt] = slot;
      measure.said(slot);
      setChance(ring, ringAt, chance);
      ring.older[ringAt] = one.newest;
      one.newest = guess;
      one.guesses++;
      if (one.saidAt !== now) {
        one.saidAt = now;
        one.chance = isResident ? -1 : chance;
        inputs.fill(0, place * experts, (place + 1) * experts);
        said.push(place);
      }
      const at = place * experts + expert;
      const input = logit(likelihood);
      if (inputs[at] === 0 || input > (inputs[at] as number)) inputs[at] = input;
    },
    mix() {
      for (const place of said) {
        const one = named[place] as Named<K>;
        const likelihood = blend.mix(inputs, place * experts);
        if (one.chance >= 0) promise(one, place, likelihood);
        if (likelihood < one.likelihood * (decay[now - one.born] ?? 0)) continue;
        one.likelihood = likelihood;
        one.born = now;
        one.expert = 0;
        for (let i = 0, best = -Infinity; i < experts; i++) {
          const input = inputs[place * experts + i] as number;
          if (input !== 0 && input > best) [one.expert, best] = [i, input];
        }
      }
      said.length = 0;
    },
    each(say) {
      for (const one of named) {
        if (one.likelihood < LEAST) continue;
        const likelihood = likelihoodNow(one);
        if (likelihood >= LEAST) say(one.key as K, likelihood);
      }
    },
    find(key) {
      const place = places.get(key);
      const one = place === undefined ? undefined : named[place];
      return one && { likelihood: likelihoodNow(one), expert: one.expert };
    },
    clear() {
      named.forEach((one, place) => {
        if (one.guesses > 0) release(one, place);
      });
      for (; ring.first < ring.end; ring.first++) {
        const at = ring.first & ring.mask;
        if (ring.places[at] !== NONE) measure.drop(ring.slots[at] as number);
      }
      sizes.fill(0);
    },
  };
}
