import { countBitmaps } from '../shared/countBitmaps.js';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { createStackViewer, sliceCache } from './recipe.js';

const SLICES = 200;

const bitmaps = countBitmaps();
const canvas = Object.assign(document.createElement('canvas'), { width: 512, height: 512 });
const slider = document.createElement('input');
Object.assign(slider, { type: 'range', max: `${SLICES - 1}`, value: '0', ariaLabel: 'Slice' });
const size = document.createElement('button');
size.textContent = 'Another size';
for (const element of [canvas, slider]) element.style.cssText = 'display: block; width: 512px';
document.querySelector('#client')?.append(canvas, slider, size);

const cache = sliceCache('/slices', SLICES, cacheOptions);
const viewer = createStackViewer(cache, canvas);
let wanted = 0;
const show = (slice: number): void => {
  wanted = Math.min(Math.max(slice, 0), SLICES - 1);
  slider.value = `${wanted}`;
  viewer.show(wanted);
};
canvas.addEventListener('wheel', (event) => {
  event.preventDefault();
  show(wanted + Math.sign(event.deltaY));
});
slider.addEventListener('input', () => show(slider.valueAsNumber));
// A canvas is empty after a change of its size, until it is drawn again.
size.addEventListener('click', () => {
  canvas.width = canvas.height = canvas.width === 512 ? 256 : 512;
  viewer.redraw();
});
show(0);

showClient({
  cache,
  isBlank: () => viewer.shown() !== wanted,
  also: () => ({ slice: viewer.shown() ?? -1, ...bitmaps() }),
});
