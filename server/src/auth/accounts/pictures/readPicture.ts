import { AppError } from '../../../core/AppError.ts';
import { readJpeg } from './jpeg.ts';
import type { Picture } from './Picture.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

const readers = [readPng, readJpeg, readWebp];

/**
 * Looks at the bytes, never at a name or a declared type, and takes the picture out of its file: what phones write beside it (the
 * place where it was taken) is nobody's business.
 * @throws AppError `picture_unsupported` for anything but a whole PNG, JPEG or still WebP
 */
export function readPicture(file: Buffer): Picture {
  for (const read of readers) {
    const picture = attempt(() => read(file));
    if (picture && picture.width > 0 && picture.height > 0) return picture;
  }
  throw new AppError('picture_unsupported');
}

// A length that points behind the end.
function attempt(read: () => Picture | null): Picture | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
