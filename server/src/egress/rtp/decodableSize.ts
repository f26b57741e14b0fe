import type { SpsPicture } from '../../codecs/sps.ts';

/** 4K and a little; larger ones are not decoded. */
export const maxPicturePixels = 4096 * 2304;
/** What the largest picture of H.264's level 5.2 may refer to; smaller ones to more, but never to more than 16. */
const maxReferencePixels = 5 * maxPicturePixels;
const maxReferences = 16;

/** A publisher must not be able to use up the machine's memory: a decoder holds many pictures. */
export function isDecodableSize({ width, height }: { width: number; height: number }): boolean {
  return width * height <= maxPicturePixels;
}

/** Of H.264: what counts is what a decoder holds, not what it shows of it. */
export function isDecodableSps({ codedWidth, codedHeight, referencePictures }: SpsPicture): boolean {
  const pixels = codedWidth * codedHeight;
  return (
    pixels <= maxPicturePixels &&
    referencePictures <= maxReferences &&
    pixels * referencePictures <= maxReferencePixels
  );
}
