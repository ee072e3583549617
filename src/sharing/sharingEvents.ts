import type { ModelEvent } from '../keeping/modelEvents.js';

/** The process has exchanged with the others what readers requested. */
export interface ModelSharedEvent {
  readonly type: 'model-shared';
  /** The option `name`. */
  readonly name: string;
  /** Time of the scheduler, in milliseconds; by default since 1970. */
  readonly at: number;
  /** Other processes that take part. */
  readonly processes: number;
  /** Requests of other processes that were learned. */
  readonly learned: number;
  /** Steps of other processes that came and went between two exchanges. */
  readonly missed: number;
  /** Requests and ends of readers of this process that the others can learn now. */
  readonly sent: number;
}

/** What happens to a shared model: discriminate by `type`. */
export type SharingEvent = ModelEvent | ModelSharedEvent;
