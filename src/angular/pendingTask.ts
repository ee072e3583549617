import type { PendingTasks } from '@angular/core';

/** The one thing for which the application counts as busy. */
export interface PendingTask {
  /** Begins anew: without a gap, if it has not ended. */
  begin(): void;
  end(): void;
}

/** A task that has not begun. */
export function pendingTask(tasks: PendingTasks): PendingTask {
  let remove = (): void => undefined;
  return {
    begin() {
      const removeLast = remove;
      remove = tasks.add();
      removeLast();
    },
    end: () => remove(),
  };
}
