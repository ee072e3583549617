import { describe, expect, it } from '@jest/globals';
import { createQueue } from '../../src/structures/queue.js';

describe('A queue', () => {
  it('gives its items first in, first out, however pushes and shifts alternate', () => {
    const queue = createQueue<number>();
    const model: number[] = [];
    const differences: number[] = [];
    for (let step = 0; step < 5000; step++) {
      // Long rises and falls, so that items are moved, and the queue runs empty.
      const isRising = Math.floor(step / 300) % 2 === 0;
      if (step % 3 === 0 ? !isRising : isRising) {
        queue.push(step);
        model.push(step);
      } else if (queue.shift() !== model.shift()) differences.push(step);
      if (queue.size !== model.length || queue.first() !== model[0]) differences.push(step);
    }
    expect(differences).toEqual([]);
    expect(queue.takeAll()).toEqual(model);
  });

  it('is empty when all items were taken, and can be used again', () => {
    const queue = createQueue<string>();
    queue.push('a');
    queue.push('b');
    expect(queue.takeAll()).toEqual(['a', 'b']);
    expect([queue.size, queue.first(), queue.shift()]).toEqual([0, undefined, undefined]);
    queue.push('c');
    expect([queue.shift(), queue.size]).toEqual(['c', 0]);
  });
});
