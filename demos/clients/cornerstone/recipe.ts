import { Enums, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core';
import { map } from 'rxjs';
import {
  auto,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';

/** A cache of the pixels of slices, `<folder>/<slice>.raw`. */
export function pixelCache(
  folder: string,
  options: PrefetchCacheOptions<number, Uint16Array> = {},
): PrefetchCache<number, Uint16Array> {
  return prefetchCache(
    async (slice: number, { signal }) => {
      const response = await fetch(`${folder}/${slice}.raw`, { signal });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return new Uint16Array(await response.arrayBuffer());
    },
    auto<number>(),
    { maxBytes: 32 * 2 ** 20, sizeOf: ({ byteLength }) => byteLength, ...options },
  );
}

/** Loads the images `<scheme>:<slice>` of Cornerstone, square ones, through a cache. */
export function registerSlices(
  scheme: string,
  size: number,
  cache: PrefetchCache<number, Uint16Array>,
): void {
  imageLoader.registerImageLoader(scheme, (imageId) => {
    let cancelFn = (): void => undefined;
    const promise = new Promise<Types.IImage>((resolve, reject) => {
      const request = cache
        .get(sliceOf(imageId))
        // Cornerstone changes the images that it gets: each request makes its own.
        .pipe(map((pixels) => imageOf(imageId, size, pixels)))
        .subscribe({ next: resolve, error: reject });
      cancelFn = () => {
        request.unsubscribe();
        // Cornerstone waits for the promise, too.
        reject(new Error(`${imageId} was cancelled`));
      };
    });
    return { promise, cancelFn };
  });
  metaData.addProvider((type: string, imageId: string) => {
    if (!imageId.startsWith(`${scheme}:`)) return undefined;
    return metadataOf(sliceOf(imageId), size)[type];
  });
}

function sliceOf(imageId: string): number {
  return Number(imageId.slice(imageId.indexOf(':') + 1));
}

function imageOf(imageId: string, size: number, pixels: Uint16Array): Types.IImage {
  return {
    imageId,
    width: size,
    height: size,
    columns: size,
    rows: size,
    columnPixelSpacing: 1,
    rowPixelSpacing: 1,
    dataType: 'Uint16Array',
    sizeInBytes: pixels.byteLength,
    getPixelData: () => pixels,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: pixels,
      width: size,
      height: size,
      numberOfComponents: 1,
    }),
    getCanvas: () => document.createElement('canvas'),
    numberOfComponents: 1,
    color: false,
    rgba: false,
    invert: false,
    minPixelValue: 0,
    maxPixelValue: 4095,
    slope: 1,
    intercept: 0,
    windowCenter: 2048,
    windowWidth: 4096,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
  };
}

function metadataOf(slice: number, size: number): Readonly<Record<string, object>> {
  return {
    [Enums.MetadataModules.IMAGE_PIXEL]: {
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 11,
      pixelRepresentation: 0,
      samplesPerPixel: 1,
      photometricInterpretation: 'MONOCHROME2',
    },
    [Enums.MetadataModules.IMAGE_PLANE]: {
      rows: size,
      columns: size,
      rowPixelSpacing: 1,
      columnPixelSpacing: 1,
      rowCosines: [1, 0, 0],
      columnCosines: [0, 1, 0],
      imageOrientationPatient: [1, 0, 0, 0, 1, 0],
      imagePositionPatient: [0, 0, slice],
    },
    [Enums.MetadataModules.GENERAL_SERIES]: { modality: 'CT' },
  };
}
