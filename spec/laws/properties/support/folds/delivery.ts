import type { Cause, Item } from '../log.js';
import { isFailedBy, type Past, type Reader, type Request } from '../past.js';
import type { Fail, Fold } from './fold.js';

/** Laws 5, 8, 11, 12, 13: what each reader is handed, when, and how it ends. */
export const delivery: Fold = (fail) => {
  /** The event that tells of the next item of each reader, by its number: a `serve`. */
  let served: { readonly reader: number; readonly key: number; readonly wait: number } | undefined;
  const numbers = new Map<number, number>();
  return (past, step) => {
    if ('reader' in step && 'delivered' in step && step.type !== 'observe') {
      const reader = past.readers.get(step.reader);
      const name = `reader ${step.reader}`;
      if (!reader) return;
      switch (step.type) {
        case 'item': {
          const request = judgeItem(past, reader, step.item, fail);
          if (!request?.isHeld) return;
          const [number, wait] = [numbers.get(step.reader), step.at - request.at];
          if (served?.reader !== number || served?.key !== request.id || served.wait !== wait)
            fail(15, `${name} is handed key ${request.id} without a serve of ${wait} ms`);
          served = undefined;
          return;
        }
        case 'failure':
          if (!dueTo(past, reader).some((request) => isFailedBy(request, step)))
            fail(8, `${name} is given a failure of key ${step.id} (${step.cause}) that is not due`);
          return;
        case 'errored':
          return judgeError(past, reader, step.cause, fail);
        case 'completed':
          if (!isDone(past, reader)) fail(past.isClosed ? 13 : 12, `${name} completes too early`);
          return;
        case 'asked':
          if (!step.isInside && reader.requests.some(({ isHeld, item }) => item && !isHeld))
            fail(5, `the hit of ${name} is not handed over in the same call`);
          return;
        default:
          return;
      }
    }
    switch (step.type) {
      case 'hit':
      case 'join':
      case 'miss': {
        if (past.asking) numbers.set(past.asking.reader, step.reader);
        const reader = past.readers.get(past.asking?.reader ?? NaN);
        const isBehind = past.config.order === 'concat' && (reader?.requests.length ?? 0) > 0;
        if (step.type === 'hit' && step.held && past.asking?.isInside === false && !isBehind)
          fail(5, `a hit of key ${step.key} is held, and nothing comes before it`);
        return;
      }
      case 'serve':
        served = step;
        return;
      case 'quiet':
        for (const [number, reader] of past.readers) judgeQuiet(past, number, reader, fail);
        return;
      default:
    }
  };
};

/** The requests of a reader whose turn it is. */
const dueTo = ({ config }: Past, { isGet, requests }: Reader): readonly Request[] =>
  config.order === 'concat' && !isGet ? requests.slice(0, 1) : requests;

const isDone = ({ isClosed }: Past, { isGet, hands, source, requests }: Reader): boolean =>
  isGet ? hands !== undefined : isClosed || (source === 'completed' && requests.length === 0);

function judgeItem(past: Past, reader: Reader, item: Item, fail: Fail): Request | undefined {
  const request = dueTo(past, reader).find((one) => one.item?.n === item.n);
  const name = `item ${item.n} of key ${item.id}`;
  if (reader.end) fail(reader.end === 'unsubscribe' ? 12 : 5, `${name} comes after the end`);
  else if (past.isClosed) fail(13, `${name} comes after the cache closed`);
  else if (reader.hands) fail(5, `${name} comes while another one is being handed over`);
  else if (!request) fail(5, `${name} comes, and is not due`);
  return request;
}

function judgeError(past: Past, reader: Reader, cause: Cause, fail: Fail): void {
  if (cause === 'source') {
    if (reader.source !== 'broken') fail(8, 'a stream errors, and its source does not');
  } else if (cause === 'closed') {
    if (!past.isClosed || !(reader.isLate || reader.isGet)) fail(13, 'a stream errors as closed');
  } else if (!dueTo(past, reader).some((one) => isFailedBy(one, { id: one.id, cause })))
    fail(8, `a stream errors (${cause}), and no load of it does`);
}

function judgeQuiet(past: Past, number: number, reader: Reader, fail: Fail): void {
  if (reader.end) return;
  const late = dueTo(past, reader).find(({ item, failure }) => item ?? failure);
  if (late) fail(late.failure ? 8 : 5, `reader ${number} is not handed key ${late.id}`);
  if (past.isClosed) fail(13, `reader ${number} goes on after the cache closed`);
  if (reader.source === 'broken' || (!reader.isGet && isDone(past, reader)))
    fail(12, `reader ${number} does not end`);
  if (past.asking?.reader === number) fail(15, `no event tells of a request of reader ${number}`);
}
