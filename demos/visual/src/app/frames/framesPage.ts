import { ChangeDetectionStrategy, Component } from '@angular/core';

/** The page of frames. */
@Component({
  selector: 'app-frames-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1 class="panel">Frames</h1>`,
})
export class FramesPage {}
