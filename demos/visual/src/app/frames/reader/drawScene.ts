import type { Detection, Frame } from 'rxjs-prefetch-cache/mot';
import type { Surface } from '../../ui/injectCanvas.js';

/** The content of a scene. */
export interface Scene {
  readonly frame: Frame | undefined;
  /** Resident frames before it, the latest first, for the trails. */
  readonly before: readonly Frame[];
  /** Whether the frame is older than the requested one. */
  readonly isStale: boolean;
  /** The size of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Draws the boxes of a frame, each in the colour of its track, with its number and trail. */
export function drawScene(surface: Surface, scene: Scene): void {
  const { context, width, height, colours } = surface;
  const scale = Math.min(width / scene.width, height / scene.height);
  const [left, top] = [(width - scene.width * scale) / 2, (height - scene.height * scale) / 2];
  context.save();
  context.translate(left, top);
  drawGround(surface, scene.width * scale, scene.height * scale);
  if (scene.frame) {
    context.globalAlpha = scene.isStale ? 0.5 : 1;
    drawTrails(surface, scene, scale);
    for (const box of scene.frame.detections)
      drawBox(context, box, scale, trackColour(box, colours));
    const size = scale < 0.22 ? 9 : 11;
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    for (const box of scene.frame.detections)
      if (box.trackId >= 0) drawId(surface, box, scale, size);
  }
  context.restore();
}

/** Draws a faint grid, which shows the picture and the speed of objects. */
function drawGround({ context, colours }: Surface, width: number, height: number): void {
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = 1; i < 16; i++) {
    const x = Math.round((i * width) / 16) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, height);
  }
  for (let i = 1; i < 9; i++) {
    const y = Math.round((i * height) / 9) + 0.5;
    context.moveTo(0, y);
    context.lineTo(width, y);
  }
  context.globalAlpha = 0.6;
  context.stroke();
  context.globalAlpha = 1;
}

function drawBox(
  context: CanvasRenderingContext2D,
  box: Detection,
  scale: number,
  colour: (opacity: number) => string,
): void {
  context.fillStyle = colour(0.13);
  context.strokeStyle = colour(1);
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(box.left * scale, box.top * scale, box.width * scale, box.height * scale, 3);
  context.fill();
  context.stroke();
}

function drawId({ context, colours }: Surface, box: Detection, scale: number, size: number): void {
  const text = String(box.trackId);
  const [x, y] = [box.left * scale, box.top * scale];
  context.fillStyle = colours.track(box.trackId);
  context.beginPath();
  context.roundRect(
    x - 0.75,
    y - 0.75,
    context.measureText(text).width + 7,
    size + 4,
    [3, 0, 3, 0],
  );
  context.fill();
  context.fillStyle = colours.panel;
  context.fillText(text, x + 3, y + size / 2 + 2);
}

/** Draws the way of each track over the frames before, as one line. */
function drawTrails({ context, colours }: Surface, { frame, before }: Scene, scale: number): void {
  context.lineWidth = 1.5;
  for (const box of frame?.detections ?? []) {
    if (box.trackId < 0) continue;
    context.strokeStyle = colours.track(box.trackId, 0.45);
    context.beginPath();
    context.moveTo((box.left + box.width / 2) * scale, (box.top + box.height) * scale);
    for (const { detections } of before) {
      const earlier = detections.find(({ trackId }) => trackId === box.trackId);
      if (!earlier) break;
      context.lineTo(
        (earlier.left + earlier.width / 2) * scale,
        (earlier.top + earlier.height) * scale,
      );
    }
    context.stroke();
  }
}

function trackColour(
  { trackId }: Detection,
  colours: Surface['colours'],
): (opacity: number) => string {
  // Detections without a track have one colour, as their order means nothing.
  return (opacity) => colours.track(trackId < 0 ? 7 : trackId, opacity);
}
