import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import type { Opening } from './sequence.js';

/** The open file, the progress of an opening, and a choice of another file, also by dropping it. */
@Component({
  selector: 'app-sequence-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '(document:dragover)': '$event.preventDefault(); isOver.set(true)',
    '(document:dragleave)': 'isOver.set(false)',
    '(document:drop)': 'drop($event)',
  },
  template: `
    <section class="panel" aria-labelledby="sequence">
      <div class="panel-head">
        <h2 id="sequence">{{ title() }}</h2>
        <span class="muted size"
          >{{ frames() }}<span class="boxes">{{ boxes() }}</span></span
        >
        <label class="open">
          Open a file
          <input
            class="only-said"
            type="file"
            accept=".txt,.csv,text/plain"
            (change)="choose(chosen.files); chosen.value = ''"
            #chosen
          />
        </label>
      </div>
      @if (opening(); as now) {
        @if (now.status === 'opening') {
          <progress
            [value]="now.done"
            max="1"
            [attr.aria-label]="now.doing + ' the sequence'"
          ></progress>
        } @else if (now.status === 'failed') {
          <p class="failed" role="alert">{{ now.reason }}</p>
        }
      }
      <div class="readers"><ng-content /></div>
    </section>
    @if (isOver()) {
      <p class="over">Drop a Multiple Object Tracking file</p>
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .panel {
      position: relative;
      height: 100%;
    }
    .panel-head {
      flex-wrap: nowrap;
      white-space: nowrap;
    }
    .panel-head > h2 {
      margin: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .size {
      margin-right: auto;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .open {
      color: var(--accent);
      text-decoration: underline;
      text-underline-offset: 2px;
      cursor: pointer;
    }
    .open:focus-within {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .readers {
      display: flex;
      gap: var(--space-4);
    }
    .readers > ::ng-deep * {
      flex: 1;
    }
    progress,
    .failed {
      position: absolute;
      z-index: 1;
      left: var(--space-5);
      right: var(--space-5);
      top: 40%;
    }
    progress {
      width: calc(100% - 2 * var(--space-5));
      accent-color: var(--accent);
    }
    .failed {
      padding: var(--space-3);
      border-radius: var(--radius-small);
      background: var(--warning-tint);
      color: var(--warning);
    }
    .over {
      position: fixed;
      z-index: 2;
      inset: var(--space-4);
      display: grid;
      place-items: center;
      border: 2px dashed var(--accent);
      border-radius: var(--radius);
      background: color-mix(in srgb, var(--tint) 92%, transparent);
      color: var(--accent);
      font-size: 20px;
      font-weight: 600;
      pointer-events: none;
    }
    @media (max-width: 480px) {
      .boxes {
        display: none;
      }
    }
    @media (max-width: 1000px) {
      .readers {
        flex-direction: column;
      }
    }
  `,
})
export class SequencePanel {
  readonly opening = input.required<Opening>();
  readonly file = output<File>();

  protected readonly isOver = signal(false);

  protected readonly title = computed(() => {
    const opening = this.opening();
    if (opening.status === 'opening') return `${opening.doing} …`;
    if (!opening.sequence) return 'Not opened';
    return opening.sequence.name === 'generated.txt' ? 'Generated' : opening.sequence.name;
  });

  private readonly sequence = computed(() => this.opening().sequence);
  protected readonly frames = computed(() => counted(this.sequence()?.frames.length, 'frames'));
  protected readonly boxes = computed(() => counted(this.sequence()?.boxes, 'boxes', ', '));

  protected choose(files: FileList | null): void {
    const [file] = files ?? [];
    if (file) this.file.emit(file);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    this.choose(event.dataTransfer?.files ?? null);
  }
}

function counted(count: number | undefined, what: string, before = ''): string {
  return count === undefined ? '' : `${before}${count.toLocaleString('en')} ${what}`;
}
