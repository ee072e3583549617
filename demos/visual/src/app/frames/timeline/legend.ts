import { ChangeDetectionStrategy, Component } from '@angular/core';
import type { FrameState } from './frameStates.js';
import { Mark } from './mark.js';

/** What the marks of the timeline mean. */
@Component({
  selector: 'app-legend',
  imports: [Mark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (entry of entries; track entry.name) {
        <li><app-mark [state]="entry.state" />{{ entry.name }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--space-3);
      color: var(--muted);
      font-size: 12px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 6px;
    }
  `,
})
export class Legend {
  protected readonly entries: readonly { readonly name: string; readonly state: FrameState }[] = [
    { name: 'Absent', state: { kind: 'absent' } },
    { name: 'Planned, as high as likely', state: { kind: 'planned', likelihood: 0.9 } },
    { name: 'In flight', state: { kind: 'flight' } },
    { name: 'Resident', state: { kind: 'resident' } },
    { name: 'Used', state: { kind: 'used' } },
    { name: 'Current', state: { kind: 'current' } },
  ];
}
