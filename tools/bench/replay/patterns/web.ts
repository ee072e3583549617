import type { Random } from '../random.js';
import { nameOf } from './nameOf.js';

const PAGES = 600;
const STYLES = 12;

/**
 * Visits to a web site: a page, then what it is made of, then a page that it links to, some much
 * more often than others.
 */
export function* web(random: Random): Generator<string, never> {
  const popular = random.ranks(PAGES, 0.8);
  const pages = Array.from({ length: PAGES }, () => ({
    links: Array.from({ length: random.between(2, 5) }, popular),
    parts: random.between(1, 6),
    style: random.between(0, STYLES - 1),
  }));
  const followed = random.ranks(5, 1);
  for (;;) {
    let at = popular();
    for (let left = random.between(2, 10); left > 0; left--) {
      const { links, parts, style } = pages[at] as (typeof pages)[number];
      yield `page/${nameOf(at)}`;
      yield `style/${nameOf(style)}`;
      // What the browser holds already is not asked for.
      for (let part = 0; part < parts; part++)
        if (random.chance(0.9)) yield `page/${nameOf(at)}/picture/${nameOf(part)}`;
      at = links[followed() % links.length] as number;
    }
  }
}
