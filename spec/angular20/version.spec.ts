import { VERSION } from '@angular/core';
import { expect, it } from '@jest/globals';

it('The Angular that these specs run with is version 20', () => {
  expect(VERSION.major).toBe('20');
});
