import type { Random } from '../random.js';

const FRAMES = 20_000;

/**
 * Someone drags a slider over the frames of a video: to and fro, fast on the way and slow near the
 * aim, and plays a little where they arrive.
 */
export function* scrub(random: Random): Generator<number, never> {
  let frame = random.between(0, FRAMES);
  for (;;) {
    const distance = random.between(30, 800);
    const aim = random.chance(0.5)
      ? Math.min(frame + distance, FRAMES)
      : Math.max(frame - distance, 0);
    while (frame !== aim) {
      const step = Math.max(1, Math.min(Math.round(Math.abs(aim - frame) / 6), 25));
      frame += Math.sign(aim - frame) * step;
      yield frame;
    }
    const played = random.chance(0.6) ? random.between(10, 40) : 0;
    for (let i = 0; i < played && frame < FRAMES; i++) yield ++frame;
    if (random.chance(0.1)) frame = random.between(0, FRAMES);
  }
}
