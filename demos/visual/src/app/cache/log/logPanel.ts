import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import type { EventLog } from './injectEventLog.js';
import { kinds } from './kinds.js';
import type { LogEntry } from './logEntry.js';

/** The last 20 events. Follows new events while it is scrolled to its end, and else stays still. */
@Component({
  selector: 'app-log-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="log">
      <div class="panel-head">
        <h2 id="log">Log</h2>
        @if (!follows()) {
          <button type="button" class="newer" (click)="toEnd()">To the latest</button>
        }
        <select
          class="field"
          aria-label="Events to show"
          (change)="log().kind.set(select.value)"
          #select
        >
          @for (name of names; track name) {
            <option [value]="name" [selected]="name === log().kind()">{{ name }}</option>
          }
        </select>
      </div>
      <div
        class="scroll"
        role="log"
        aria-live="off"
        aria-label="The last 20 events"
        tabindex="0"
        (scroll)="look()"
        #scroll
      >
        <div class="lines">
          @for (entry of entries(); track $index) {
            <div class="line" [class.fault]="entry.type.endsWith('-error')">
              <span class="muted">{{ timeOf(entry) }}</span>
              <span class="type">{{ entry.type }}</span>
              <span class="number">{{ entry.key }}</span>
              <span class="detail muted" [title]="entry.detail">{{ entry.detail }}</span>
            </div>
          } @empty {
            <p class="muted">Nothing of this kind has happened yet.</p>
          }
        </div>
      </div>
    </section>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .panel {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    .panel-head {
      align-items: center;
    }
    .newer {
      padding: 0;
      border: 0;
      background: none;
      color: var(--accent);
      text-decoration: underline;
      cursor: pointer;
    }
    select {
      height: 26px;
    }
    .scroll {
      /* Reversed, it begins at its end and stays there while lines come. */
      display: flex;
      flex-direction: column-reverse;
      flex: 1 1 0;
      min-height: 100px;
      overflow: hidden auto;
      overscroll-behavior: contain;
      font-size: 12px;
    }
    .lines {
      margin-bottom: auto;
    }
    .line {
      display: grid;
      grid-template-columns: 86px 104px 56px minmax(0, 1fr);
      gap: var(--space-2);
      height: 20px;
      white-space: nowrap;
    }
    .fault .type,
    .fault .detail {
      color: var(--warning);
    }
    .detail {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    @media (max-width: 700px) {
      select {
        height: var(--control);
      }
      .line {
        grid-template-columns: 84px 100px 52px minmax(0, 1fr);
        gap: var(--space-1);
      }
    }
  `,
})
export class LogPanel {
  readonly log = input.required<EventLog<never>>();

  protected readonly names = Object.keys(kinds);
  protected readonly follows = signal(true);
  private readonly scroll = viewChild.required<ElementRef<HTMLElement>>('scroll');
  private held: readonly LogEntry[] = [];

  protected readonly entries = computed(() =>
    this.follows() ? (this.held = this.log().entries()) : this.held,
  );

  protected timeOf({ at }: LogEntry): string {
    return timeFormat.format(at);
  }

  protected look(): void {
    // From the end, as it is reversed.
    this.follows.set(this.scroll().nativeElement.scrollTop > -10);
  }

  protected toEnd(): void {
    this.scroll().nativeElement.scrollTop = 0;
    this.follows.set(true);
  }
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
