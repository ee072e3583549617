import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Reading } from './reading.js';

/** Readings in rows, or as many empty rows, so that nothing moves when readings arrive. */
@Component({
  selector: 'app-readings-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="scroll" tabindex="0" role="region" aria-label="Readings">
      <table [attr.aria-busy]="isOld()" [class.is-old]="isOld()">
        <thead>
          <tr>
            <th scope="col" class="number">No.</th>
            <th scope="col">Time (UTC)</th>
            <th scope="col">Station</th>
            <th scope="col" class="number">Temperature</th>
            <th scope="col" class="number wide">Humidity</th>
            <th scope="col" class="number wide">Wind</th>
            <th scope="col" class="number wide">Pressure</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.number) {
            <tr>
              <td class="number">{{ row.number }}</td>
              <td>{{ timeOf(row) }}</td>
              <td>{{ row.station }}</td>
              <td class="number">{{ row.temperature.toFixed(1) }} °C</td>
              <td class="number wide">{{ row.humidity.toFixed(0) }} %</td>
              <td class="number wide">{{ row.wind.toFixed(1) }} m/s</td>
              <td class="number wide">{{ row.pressure.toFixed(0) }} hPa</td>
            </tr>
          }
          @for (row of empty(); track $index) {
            <tr class="empty" aria-hidden="true">
              <td colspan="7"></td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    .scroll {
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      transition: opacity 120ms;
    }
    .is-old {
      opacity: 0.55;
    }
    th {
      color: var(--muted);
      font-weight: 400;
      text-align: left;
    }
    th.number {
      text-align: right;
    }
    th,
    td {
      height: 24px;
      padding: 0 var(--space-2);
      border-bottom: 1px solid var(--line);
      white-space: nowrap;
    }
    .empty td {
      background: linear-gradient(var(--well) 0 0) 0 50% / 100% 12px no-repeat;
    }
    @media (max-width: 700px) {
      .wide {
        display: none;
      }
      th,
      td {
        padding: 0 5px;
      }
    }
  `,
})
export class ReadingsTable {
  readonly rows = input.required<readonly Reading[]>();
  /** Whether the readings are of the page before, while another one loads. */
  readonly isOld = input(false);
  /** Number of rows. */
  readonly size = input.required<number>();

  protected empty(): readonly undefined[] {
    return Array.from({ length: this.size() - this.rows().length });
  }

  protected timeOf({ at }: Reading): string {
    return timeFormat.format(at);
  }
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
