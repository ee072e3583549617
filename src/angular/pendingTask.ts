import type { PendingTasks } from '@angular/core';

/** At most one pending task of the application. */
export interface PendingTask {
  /** Begins a task, before the last one ends, so that the application stays busy. */
  begin(): void;
  /** Ends the task, if one has begun. */
  end(): void;
}

/** Makes a task that has not begun. */
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
