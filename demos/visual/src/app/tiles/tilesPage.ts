import { ChangeDetectionStrategy, Component } from '@angular/core';

/** The page of tiles. */
@Component({
  selector: 'app-tiles-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1 class="panel">Tiles</h1>`,
})
export class TilesPage {}
