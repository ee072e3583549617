import { describe, expect, it } from '@jest/globals';
import { chanceAt, createGuessRing, nextGuess, setChance } from '../../../src/learning/mixing/forecastRing.js';

describe('a ring of guesses', () => {
  it('keeps what is live while it grows, also where the first have ended and chances came late', () => {
    const ring = createGuessRing();
    for (let i = 0; i < 500; i++) {
      const guess = nextGuess(ring);
      const at = guess & ring.mask;
      ring.places[at] = i;
      ring.slots[at] = 2 * i;
      ring.older[at] = 3 * i;
      setChance(ring, at, i < 100 ? 0 : i / 500);
      if (i % 3 === 0) ring.first++;
    }
    for (let guess = ring.first; guess < ring.end; guess++) {
      const at = guess & ring.mask;
      const chance = guess < 100 ? 0 : guess / 500;
      expect([ring.places[at], ring.slots[at], ring.older[at], chanceAt(ring, at)]).toEqual([
        guess,
        2 * guess,
        3 * guess,
        chance,
      ]);
    }
    expect([ring.end - ring.first, ring.mask + 1]).toEqual([333, 512]);
  });

  it('has no room for chances before one is above 0', () => {
    const ring = createGuessRing();
    setChance(ring, nextGuess(ring), 0);
    expect([ring.chances, chanceAt(ring, 0)]).toEqual([undefined, 0]);
  });
});
