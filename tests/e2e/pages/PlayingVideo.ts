import type { Locator } from '@playwright/test';
import { waitFor } from '../../support/waitFor.ts';
import { listen, type Picture, readPicture, watchFrameGaps } from '../support/picture.ts';

const audible = 0.01;
const lookEveryMs = 100;

/** One `<video>` of a page, whatever it is fed by: what it really shows and sounds. */
export class PlayingVideo {
  readonly video: Locator;

  constructor(video: Locator) {
    this.video = video;
  }

  picture(): Promise<Picture> {
    return readPicture(this.video);
  }

  /** New, different frames are shown from now on: decoded, not black, and the clock of the player goes on. */
  async moves(deadlineMs = 10_000): Promise<Picture> {
    let first = await this.picture();
    return await waitFor(
      'the picture to move',
      async () => {
        const now = await this.picture();
        // Counters begin anew when another source takes over.
        if (now.frames < first.frames || now.currentTime < first.currentTime) first = now;
        const hasChanged = now.fingerprint !== first.fingerprint && now.currentTime > first.currentTime;
        return hasChanged && now.frames >= first.frames + 10 && now.brightness > 5 ? now : undefined;
      },
      { deadlineMs, everyMs: lookEveryMs },
    );
  }

  async sounds(deadlineMs = 10_000): Promise<number> {
    const isLoud = async () => {
      const peak = await listen(this.video, 1500);
      return peak > audible ? peak : undefined;
    };
    return await waitFor('sound to be heard', isLoud, { deadlineMs });
  }

  async isSilent(deadlineMs = 10_000): Promise<void> {
    await waitFor('silence', async () => (await listen(this.video, 1500)) < audible, { deadlineMs });
  }

  /** Which layer of simulcast comes follows the bandwidth: the one that is waited for may not be the first. */
  async hasSize(width: number, height: number, deadlineMs = 10_000): Promise<void> {
    const isThatSize = async () => {
      const picture = await this.picture();
      return picture.width === width && picture.height === height;
    };
    await waitFor(`a picture of ${width}x${height}`, isThatSize, { deadlineMs, everyMs: lookEveryMs });
  }

  /** From now on: how long the picture stood still at most, ms. */
  watchFrameGaps(): Promise<() => Promise<number>> {
    return watchFrameGaps(this.video);
  }
}
