import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';

/** Buttons to the first, the previous, the next and the last page, and a field for any. */
@Component({
  selector: 'app-pager',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav aria-label="Pages of the table">
      @for (button of buttons(); track button.name) {
        <button
          type="button"
          class="button"
          [style.order]="button.order"
          [attr.aria-label]="button.name"
          [disabled]="!canGoTo(button.to)"
          (click)="goTo(button.to)"
        >
          {{ button.sign }}
        </button>
      }
      <label>
        Page
        <input
          class="field"
          type="number"
          min="1"
          [max]="known() ?? null"
          [value]="page()"
          (change)="read(field)"
          #field
        />
        of {{ known() ?? '…' }}
      </label>
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-1);
    }
    label {
      order: 2;
      margin: 0 var(--space-2);
    }
    input {
      width: 72px;
      margin: 0 2px;
    }
    @media (max-width: 700px) {
      label {
        margin: 0;
      }
      input {
        width: 60px;
      }
    }
  `,
})
export class Pager {
  readonly page = model.required<number>();
  /** Number of pages; Infinity while it is unknown. */
  readonly pages = input.required<number>();

  protected readonly buttons = computed(() => [
    { name: 'First page', sign: '«', order: 1, to: 1 },
    { name: 'Previous page', sign: '‹', order: 1, to: Math.max(this.page() - 1, 1) },
    { name: 'Next page', sign: '›', order: 3, to: Math.min(this.page() + 1, this.pages()) },
    { name: 'Last page', sign: '»', order: 3, to: this.pages() },
  ]);

  /** How many pages there are, if that is known. */
  protected readonly known = computed(() => (this.pages() === Infinity ? undefined : this.pages()));

  protected canGoTo(page: number): boolean {
    return page !== this.page() && page !== Infinity;
  }

  protected read(field: HTMLInputElement): void {
    this.goTo(field.valueAsNumber);
    // Also where that is the page that it was.
    field.valueAsNumber = this.page();
  }

  /** Goes to a page, or to the nearest existing one. */
  protected goTo(page: number): void {
    if (!Number.isNaN(page)) this.page.set(Math.min(Math.max(Math.trunc(page), 1), this.pages()));
  }
}
