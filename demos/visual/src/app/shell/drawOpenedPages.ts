import { ApplicationRef, inject } from '@angular/core';
import { ActivationEnd, Router } from '@angular/router';
import { filter } from 'rxjs';

/**
 * Draws each page in the turn that makes it: a frame that came before Angular's next turn would
 * show it half made, and it would jump.
 */
export function drawOpenedPages(): void {
  const app = inject(ApplicationRef);
  inject(Router)
    .events.pipe(filter((event) => event instanceof ActivationEnd))
    .subscribe(() => app.tick());
}
