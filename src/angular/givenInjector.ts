import { assertInInjectionContext, inject, Injector } from '@angular/core';

/**
 * The injector that was given, or else that of the injection context.
 *
 * @param caller - what needs it, for the message
 * @throws RuntimeError (NG0203) of Angular if there is neither
 */
export function givenInjector(
  caller: (...args: never[]) => unknown,
  injector: Injector | undefined,
): Injector {
  if (injector) return injector;
  assertInInjectionContext(caller);
  return inject(Injector);
}
