import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const height = 36;

/** A small line over time, the latest value at the right. Hidden from screen readers. */
@Component({
  selector: 'app-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg
      aria-hidden="true"
      preserveAspectRatio="none"
      [attr.viewBox]="'0 0 ' + (length() - 1) + ' ${height}'"
    >
      <path class="area" [attr.d]="area()" />
      <path class="line" vector-effect="non-scaling-stroke" [attr.d]="line()" />
    </svg>
  `,
  styles: `
    svg {
      display: block;
      width: 100%;
      height: ${height}px;
      border-bottom: 1px solid var(--line);
      overflow: visible;
    }
    .area {
      fill: var(--tint);
    }
    .line {
      fill: none;
      stroke: var(--accent);
      stroke-width: 1.5;
      stroke-linejoin: round;
    }
  `,
})
export class Sparkline {
  readonly values = input.required<readonly number[]>();
  /** How many values the width holds. */
  readonly length = input(60);
  /** Value of the full height, if no value is larger. */
  readonly top = input(1);

  private readonly points = computed(() => {
    const values = this.values();
    const top = Math.max(this.top(), ...values);
    const first = this.length() - values.length;
    return values.map(
      (value, i) => `${first + i} ${(height - 1 - (value / top) * (height - 3)).toFixed(2)}`,
    );
  });

  protected readonly line = computed(() =>
    this.points().length > 1 ? `M${this.points().join('L')}` : '',
  );

  protected readonly area = computed(() => {
    const points = this.points();
    return points.length > 1
      ? `M${this.length() - points.length} ${height}L${points.join('L')}L${this.length() - 1} ${height}Z`
      : '';
  });
}
