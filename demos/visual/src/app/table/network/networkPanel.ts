import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { NetworkLog } from './injectNetworkLog.js';
import type { NetworkRequest } from './networkRequest.js';

/** The last requests, the latest first: the reason, the outcome, and the state on the server. */
@Component({
  selector: 'app-network-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="network">
      <div class="panel-head">
        <h2 id="network">Network</h2>
        <span class="muted">{{ sum() }}</span>
      </div>
      <div
        class="lines"
        role="log"
        aria-live="off"
        aria-label="The last requests, the latest first"
        tabindex="0"
      >
        @for (request of log().requests(); track request.id) {
          <div
            class="line"
            [class.is-open]="request.state === 'on its way'"
            [class.fault]="request.state === 'failed'"
          >
            <span class="muted">{{ timeOf(request) }}</span>
            <span>page {{ request.page }}</span>
            <span class="muted">{{ whyOf(request) }}</span>
            <span class="state">{{ stateOf(request) }}</span>
            <span class="muted server"
              ><span class="of">server: </span>{{ serverOf(request) }}</span
            >
          </div>
        } @empty {
          <p class="muted">Nothing has been asked for yet.</p>
        }
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
      flex-wrap: wrap;
    }
    .lines {
      flex: 1 1 0;
      min-height: 140px;
      overflow: hidden auto;
      overscroll-behavior: contain;
      font-size: 12px;
    }
    .line {
      display: grid;
      grid-template-columns: 62px 66px 92px minmax(0, 1fr) minmax(0, 1fr);
      gap: var(--space-2);
      height: 20px;
      white-space: nowrap;
    }
    .state,
    .server {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .is-open .state::before {
      content: '';
      display: inline-block;
      width: 8px;
      height: 8px;
      margin-right: 5px;
      border-radius: 50%;
      background: var(--flight);
    }
    .fault .state {
      color: var(--warning);
    }
    @media (max-width: 1000px) {
      .lines {
        flex: none;
        height: 200px;
      }
    }
    @media (max-width: 700px) {
      .line {
        grid-template-columns: 62px 86px minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-1);
      }
      .line > :first-child,
      .of {
        display: none;
      }
    }
  `,
})
export class NetworkPanel {
  readonly log = input.required<NetworkLog>();

  protected readonly sum = computed(() =>
    Object.entries(this.log().counts())
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );

  protected timeOf({ at }: NetworkRequest): string {
    return timeFormat.format(at);
  }

  protected whyOf({ why, isJoined }: NetworkRequest): string {
    return isJoined ? `${why}, joined` : why;
  }

  protected stateOf({ state, took }: NetworkRequest): string {
    return state === 'on its way' ? state : `${state}, ${took.toFixed(0)} ms`;
  }

  protected serverOf({ server }: NetworkRequest): string {
    return server === undefined ? '…' : serverWords[server];
  }
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const serverWords = {
  came: 'at work',
  answered: 'answered',
  refused: 'refused',
  aborted: 'aborted',
} as const;
