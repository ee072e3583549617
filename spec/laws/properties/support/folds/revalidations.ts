import { attached } from '../past.js';
import type { Fold } from './fold.js';

/** Law 24: which keys are loaded anew, and when. */
export const revalidations: Fold = (fail) => {
  /** Keys that must be loaded anew, and are not yet. */
  const owed = new Set<number>();
  return (past, step) => {
    switch (step.type) {
      case 'reload':
        if (!past.isClosed) owed.add(step.id);
        return;
      case 'revalidate-start':
        if (!owed.delete(step.key)) fail(24, `key ${step.key} is loaded anew for nobody`);
        return;
      case 'reloaded':
        if (owed.delete(step.id) && !attached(past, step.id) && !past.isClosed)
          fail(24, `reload(${step.id}) begins no load`);
        return;
      default:
    }
  };
};
