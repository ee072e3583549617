import { ApplicationRef, inject } from '@angular/core';
import { ActivationEnd, Router } from '@angular/router';
import { filter } from 'rxjs';

/** Draws each page in the turn that creates it, as an earlier frame would show it incomplete. */
export function drawOpenedPages(): void {
  const app = inject(ApplicationRef);
  inject(Router)
    .events.pipe(filter((event) => event instanceof ActivationEnd))
    .subscribe(() => app.tick());
}
