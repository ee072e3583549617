import { ChangeDetectionStrategy, Component } from '@angular/core';

/** The page of table. */
@Component({
  selector: 'app-table-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1 class="panel">Table</h1>`,
})
export class TablePage {}
