import { describe, it } from '@jest/globals';
import { expectViewLaws } from './support/viewPrograms.js';

describe('In any program, views and followed keys', () => {
  it('show what is resident, load what is not, and never show an item that has left', () => {
    expectViewLaws(600);
  });
});
