import { of } from 'rxjs';
import { auto, cacheState, dynamicData, prefetchCache } from 'rxjs-prefetch-cache';
import { blobSource, motProvider } from 'rxjs-prefetch-cache/mot';

// What the bundles hold: run, it prints one line of JSON.
const items = [];
const states = [];
const cache = prefetchCache((key) => of(`item ${key}`), dynamicData({ possibleJumps: [-5, 5] }));
cacheState(cache).subscribe(({ residents }) => states.push(residents.size));
of(1, 2, 3)
  .pipe(cache)
  .subscribe((item) => items.push(item));
const frames = prefetchCache(motProvider(blobSource(new Blob(['2,7,12,20,30,40,0.8\n']))), auto());
frames.get(2).subscribe(({ detections }) => {
  console.log(JSON.stringify([items, cache.stats().hits, states.length > 0, detections.length]));
});
