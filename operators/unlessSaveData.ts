import type { Observable } from 'rxjs';
import { pageCondition } from './internal/pageCondition.js';

/**
 * False while the user has asked the browser to save data, for `enabled$`.
 *
 * Emits the present value of `navigator.connection.saveData` on subscription, and then each change.
 * True where it is not known: on Node, and in browsers without the Network Information API.
 */
export function unlessSaveData(): Observable<boolean> {
  return pageCondition(
    ({ navigator }) => navigator?.connection,
    ['change'],
    ({ navigator }) => navigator?.connection?.saveData !== true,
  );
}
