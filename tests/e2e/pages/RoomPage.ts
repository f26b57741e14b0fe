/// <reference lib="dom" />
import { expect, type Locator, type Page } from '@playwright/test';
import { waitFor } from '../../support/waitFor.ts';
import { type RtcFigures, readRtcFigures } from '../support/peerConnections.ts';
import { listen, type Picture, readPicture } from '../support/picture.ts';

export type Protocol = 'webrtc' | 'flv' | 'llhls' | 'hls';

export interface RoomPageOptions {
  /** Only this way of playing; without it the ladder decides. */
  protocol?: Protocol;
}

const audible = 0.01;
const lookEveryMs = 100;

/** A viewer's side: what is on the page, and what really plays in it. */
export class RoomPage {
  readonly page: Page;
  readonly video: Locator;
  readonly #baseUrl: string;
  readonly #roomId: string;

  constructor(page: Page, baseUrl: string, roomId: string) {
    this.page = page;
    this.video = page.getByTestId('room-video');
    this.#baseUrl = baseUrl;
    this.#roomId = roomId;
  }

  get by(): (testId: string) => Locator {
    return (testId) => this.page.getByTestId(testId);
  }

  async open({ protocol }: RoomPageOptions = {}): Promise<void> {
    const wish = protocol ? `&protocol=${protocol}` : '';
    await this.page.goto(`${this.#baseUrl}/room/${this.#roomId}?debug${wish}`);
  }

  picture(): Promise<Picture> {
    return readPicture(this.video);
  }

  figures(): Promise<RtcFigures> {
    return readRtcFigures(this.page);
  }

  /** New, different frames are shown from now on: decoded, not black, and the clock of the player goes on. */
  async moves(deadlineMs = 10_000): Promise<Picture> {
    const before = await this.picture();
    let first: Picture | undefined;
    return await waitFor(
      'the picture to move',
      async () => {
        const now = await this.picture();
        // Counters begin anew when another source takes over.
        if (!first || now.frames < first.frames) first = now.width > 0 && now.frames > before.frames ? now : first;
        if (!first || now.frames < first.frames + 10) return undefined;
        const hasChanged = now.fingerprint !== first.fingerprint && now.currentTime > first.currentTime;
        return hasChanged && now.brightness > 5 ? now : undefined;
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

  /** Plays over `protocol`, as the page says and as the picture shows. */
  async plays(protocol: Protocol, deadlineMs = 15_000): Promise<Picture> {
    await expect(this.by('room-state')).toHaveAttribute('data-protocol', protocol, { timeout: deadlineMs });
    await expect(this.by('room-state')).toHaveAttribute('data-state', 'playing', { timeout: deadlineMs });
    return await this.moves(deadlineMs);
  }

  /** From the wish to play to the first picture, as the player measured it. */
  async firstFrameMs(): Promise<number> {
    return await waitFor('the time of the first frame', () =>
      this.page.evaluate(() => {
        const debug: unknown = Reflect.get(window, 'lianmaiDebug');
        const { ladder } = debug as { ladder: { state: { getSnapshot(): { firstFrameMs: number | null } } } | null };
        return ladder?.state.getSnapshot().firstFrameMs;
      }),
    );
  }
}
