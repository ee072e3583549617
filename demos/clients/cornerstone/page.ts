import {
  cache as imageCache,
  Enums,
  imageLoader,
  init,
  metaData,
  RenderingEngine,
  type Types,
} from '@cornerstonejs/core';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { imageOf, metadataOf } from './images.js';
import { pixelCache, registerSlices } from './recipe.js';

const [SIZE, SLICES] = [256, 200];

// Draws without WebGL where a browser has none.
init();
// For four images. Those are not requested from the other cache, which has them, too.
imageCache.setMaxCacheSize(4 * 2 * SIZE ** 2);
const cache = pixelCache('/slices', SLICES, cacheOptions);
registerSlices('slices', cache, imageOf);
metaData.addProvider(
  (type: string, imageId: string) =>
    metadataOf(Number(imageId.slice('slices:'.length)), SIZE)[type],
);

const element = document.createElement('div');
element.style.cssText = 'width: 560px; height: 560px';
document.querySelector('#client')?.append(element);
const engine = new RenderingEngine('clients');
engine.enableElement({ viewportId: 'stack', type: Enums.ViewportType.STACK, element });
const viewport = engine.getViewport<Types.IStackViewport>('stack');

let wanted = 0;
let slice = -1;
element.addEventListener(Enums.Events.STACK_NEW_IMAGE, (event) => {
  slice = (event as Types.EventTypes.StackNewImageEvent).detail.imageIdIndex;
});
await viewport.setStack(Array.from({ length: SLICES }, (_, slice) => `slices:${slice}`));
element.addEventListener('wheel', (event) => {
  event.preventDefault();
  wanted = Math.min(Math.max(wanted + Math.sign(event.deltaY), 0), SLICES - 1);
  // Not `scroll`, which first waits 40 ms for an image that Cornerstone's own cache lacks.
  void viewport.setImageIdIndex(wanted);
});

showClient({
  cache,
  isBlank: () => slice !== wanted,
  also: () => ({ slice, ownBytes: imageCache.getCacheSize() }),
});

// For the specs: the message of an image that is cancelled while it loads.
const cancelSlice = async (slice: number): Promise<string> => {
  const image = imageLoader.loadAndCacheImage(`slices:${slice}`);
  imageCache.removeImageLoadObject(`slices:${slice}`);
  return image.then(
    () => 'loaded',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
};
Object.assign(globalThis, { cancelSlice });
