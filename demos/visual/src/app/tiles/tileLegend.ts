import { ChangeDetectionStrategy, Component } from '@angular/core';

/** What the outlines of tiles mean. */
@Component({
  selector: 'app-tile-legend',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      <li>
        <svg aria-hidden="true" class="planned"><rect x="2" y="2" width="12" height="12" /></svg
        >Planned
      </li>
      <li>
        <svg aria-hidden="true" class="flight"><rect x="2" y="2" width="12" height="12" /></svg>In
        flight
      </li>
      <li>
        <svg aria-hidden="true" class="resident"><rect x="2" y="2" width="12" height="12" /></svg
        >Resident
      </li>
      <li>
        <svg aria-hidden="true" class="used">
          <rect x="2" y="2" width="12" height="12" />
          <path d="M2 2h7L2 9z" /></svg
        >Used
      </li>
      <li>
        <svg aria-hidden="true" class="window"><rect x="2" y="2" width="12" height="12" /></svg
        >Window
      </li>
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
    svg {
      width: 16px;
      height: 16px;
    }
    rect {
      fill: none;
      stroke-width: 1.5;
    }
    .planned rect {
      stroke: var(--planned);
      stroke-dasharray: 2 2;
    }
    .flight rect {
      stroke: var(--flight);
      stroke-width: 2.5;
      stroke-dasharray: 5 3;
    }
    .resident rect {
      stroke: var(--resident);
    }
    .used rect {
      stroke: var(--used);
    }
    .used path {
      fill: var(--used);
    }
    .window rect {
      stroke: var(--ink);
      stroke-width: 2;
    }
  `,
})
export class TileLegend {}
