import { anywhere } from './anywhere.js';
import { groups } from './groups.js';
import { interleaved } from './interleaved.js';
import { loop } from './loop.js';
import { pan } from './pan.js';
import type { Pattern } from './pattern.js';
import { phases } from './phases.js';
import { scrub } from './scrub.js';
import { strides } from './strides.js';
import { web } from './web.js';
import { zipf } from './zipf.js';

/** All patterns, each with a pace that fits it. */
export const patterns: readonly Pattern[] = [
  { name: 'scrub', load: 100, think: 33, keys: scrub },
  { name: 'strides', load: 100, think: 100, keys: strides },
  { name: 'interleaved', load: 10, think: 4, keys: interleaved },
  { name: 'web', load: 300, think: 600, keys: web },
  { name: 'loop', load: 100, think: 40, keys: loop },
  { name: 'pan', load: 150, think: 100, keys: pan },
  { name: 'groups', load: 100, think: 40, keys: groups },
  { name: 'phases', load: 100, think: 60, keys: phases },
  { name: 'random', load: 100, think: 60, keys: anywhere },
  { name: 'zipf', load: 100, think: 60, keys: zipf },
];
