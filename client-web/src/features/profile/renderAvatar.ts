import { limits } from '@lianmai/shared';
import { LiveError } from '../../sdk/index.ts';

const edge = 512;
const qualities = [0.9, 0.75, 0.5];

/** Reads a picture that somebody chose, upright. @throws LiveError `picture_unsupported` */
export async function readPicture(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (cause) {
    throw new LiveError('picture_unsupported', { cause });
  }
}

/** The chosen part as an avatar: 512 pixels, WebP where the browser writes it, else JPEG, below the server's limit. */
export async function renderAvatar(
  picture: ImageBitmap,
  part: { x: number; y: number; size: number },
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = edge;
  canvas.height = edge;
  const context = canvas.getContext('2d');
  if (!context) throw new LiveError('unsupported_browser');
  context.imageSmoothingQuality = 'high';
  // A transparent picture stands on something.
  context.fillStyle = '#1b1d25';
  context.fillRect(0, 0, edge, edge);
  context.drawImage(picture, part.x, part.y, part.size, part.size, 0, 0, edge, edge);
  for (const quality of qualities) {
    const webp = await encode(canvas, 'image/webp', quality);
    // A browser that cannot write WebP writes PNG and says so.
    const blob = webp?.type === 'image/webp' ? webp : await encode(canvas, 'image/jpeg', quality);
    if (blob && blob.size <= limits.avatarBytes) return blob;
  }
  throw new LiveError('payload_too_large');
}

function encode(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
