import { assertInInjectionContext, inject, Injector } from '@angular/core';
import { checkMethods } from '../options.js';

/**
 * The injector of the options, or else that of the injection context.
 *
 * @param caller - the function that needs the injector, named in the error
 * @throws RuntimeError (NG0203) of Angular if there is neither
 * @throws TypeError for an `injector` without `get`
 */
export function givenInjector(
  caller: (...args: never[]) => unknown,
  injector: Injector | undefined,
): Injector {
  if (injector !== undefined) {
    checkMethods('injector', injector, ['get']);
    return injector;
  }
  assertInInjectionContext(caller);
  return inject(Injector);
}
