import { auto, dynamicDistanceDecay, type Predictor } from 'rxjs-prefetch-cache';
import type { Key } from '../../../src/replay/types.js';
import type { ViewSystem } from './replayViews.js';
import { neighbours } from './systems/neighbours.js';
import { oneByOne } from './systems/oneByOne.js';
import { switched } from './systems/switched.js';
import { viewing } from './systems/viewing.js';

/** A system of views, by a name. */
export interface ViewContender {
  readonly name: string;
  /** What it is, in a few words. */
  readonly what: string;
  readonly system: ViewSystem;
}

const none = (): Predictor<Key> => () => [];
/** Of other keys than integers it names none. */
const decay = (): Predictor<Key> => dynamicDistanceDecay() as object as Predictor<Key>;

/** All systems of views. */
export const viewSystems: readonly ViewContender[] = [
  { name: 'get', what: 'a `get` for each key, anew with each view', system: switched(none) },
  { name: 'get+auto', what: 'the same with `auto()`', system: switched(() => auto()) },
  { name: 'keys', what: 'the keys that enter, one by one', system: oneByOne(none) },
  { name: 'keys+auto', what: 'the same with `auto()`', system: oneByOne(() => auto()) },
  { name: 'view', what: '`cache.view` without prefetching', system: viewing(none) },
  { name: 'view+decay', what: '`cache.view`, `dynamicDistanceDecay()`', system: viewing(decay) },
  {
    name: 'view+around',
    what: '`cache.view`, the tiles around each tile that enters',
    system: viewing(() => neighbours),
  },
  { name: 'view+auto', what: '`cache.view`, `auto()`', system: viewing(() => auto()) },
];
