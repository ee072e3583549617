import type { ClassicLevel } from 'classic-level';
import type { KeyvLike } from 'rxjs-prefetch-cache/keyv';

/** LevelDB as a store, as in docs/scale.md. */
export function levelStore(db: ClassicLevel): Required<KeyvLike> {
  return {
    get: (key) => db.get(key),
    set: (key, value) => db.put(key, value),
    delete: (key) => db.del(key),
    getMany: (keys) => db.getMany(keys),
    setMany: (entries) => db.batch(entries.map(({ key, value }) => ({ type: 'put', key, value }))),
    deleteMany: (keys) => db.batch(keys.map((key) => ({ type: 'del', key }))),
  };
}
