import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { limits } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import { randomId } from '../../rooms/ids.ts';
import { readPicture } from './pictures/readPicture.ts';

/** Where avatars are served, by the hash of their bytes: an address never shows another picture. */
export const avatarPath = '/media/avatars';

/** Keeps avatars as files in a folder of the data folder. */
export class AvatarFiles {
  readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'avatars');
  }

  /** @returns its URL on this server. @throws AppError `picture_unsupported`, `payload_too_large` */
  async keep(picture: Buffer): Promise<string> {
    const { extension, width, height, bytes } = readPicture(picture);
    if (Math.max(width, height) > limits.avatarPixels)
      throw new AppError('payload_too_large', { detail: `${width}x${height} pixels` });
    const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${extension}`;
    await mkdir(this.folder, { recursive: true });
    // Nobody may read half a file.
    const making = join(this.folder, `.${randomId()}`);
    await writeFile(making, bytes);
    await rename(making, join(this.folder, name));
    return `${avatarPath}/${name}`;
  }

  async remove(avatarUrl: string): Promise<void> {
    if (avatarUrl.startsWith(`${avatarPath}/`))
      await rm(join(this.folder, basename(avatarUrl)), { force: true });
  }
}
