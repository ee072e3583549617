import { Enums, utilities, type Types } from '@cornerstonejs/core';

/** A square image for Cornerstone around these pixels. */
export function imageOf(imageId: string, pixels: Uint16Array): Types.IImage {
  const size = Math.sqrt(pixels.length);
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

/** The modules of metadata that Cornerstone asks for, of a square slice of that size. */
export function metadataOf(slice: number, size: number): Readonly<Record<string, object>> {
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
