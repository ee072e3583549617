import type { Answer } from './answer.js';

/** Text for the outcome of a request. */
export function sayAnswer(answer: Answer): string {
  switch (answer.status) {
    case 'none':
      return 'Nothing is open yet.';
    case 'waiting':
      return `Frame ${answer.frame} is being loaded …`;
    case 'shown':
      return `Frame ${answer.frame}, ${answer.boxes} ${answer.boxes === 1 ? 'box' : 'boxes'}, ${answer.wait === 0 ? 'at once' : `after ${answer.wait.toFixed(0)} ms`}`;
    case 'failed':
      return `Frame ${answer.frame} could not be loaded: ${answer.reason}.`;
    case 'missing':
      return `There is no frame ${answer.frame}.`;
    default:
      answer satisfies never;
      return '';
  }
}
