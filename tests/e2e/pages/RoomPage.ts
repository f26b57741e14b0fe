/// <reference lib="dom" />
import { expect, type Locator, type Page } from '@playwright/test';
import { waitFor } from '../../support/waitFor.ts';
import { type RtcFigures, readRtcFigures } from '../support/peerConnections.ts';
import type { Picture } from '../support/picture.ts';
import { PlayingVideo } from './PlayingVideo.ts';

export type Protocol = 'webrtc' | 'flv' | 'llhls' | 'hls';

export interface RoomPageOptions {
  /** Only this way of playing; without it the ladder decides. */
  protocol?: Protocol;
}

/** What `?debug` offers, as far as tests use it. */
interface DebugHandle {
  client: {
    room: {
      getSnapshot(): { seq: number; publications: readonly { source: string; isPaused: boolean }[] };
    };
    on(event: 'roomEvent', listener: (event: { seq: number; type: string }) => void): void;
    on(event: 'seatsChanged', listener: (event: { data: { change: string } }) => void): void;
    leave(): Promise<void>;
    identityChanged(): void;
  } | null;
  ladder: { state: { getSnapshot(): { firstFrameMs: number | null } } } | null;
}

declare global {
  interface Window {
    lianmaiDebug?: DebugHandle;
    roomEvents?: { seq: number; type: string }[];
    seatChanges?: string[];
  }
}

interface RoomKnowledge {
  seq: number;
  publications: { source: string; isPaused: boolean }[];
}

const fewestFramesPerSecond = 10;
const lookEveryMs = 100;

/** A viewer's side: what is on the page, and what really plays in it. */
export class RoomPage extends PlayingVideo {
  readonly page: Page;
  readonly #baseUrl: string;
  readonly #roomId: string;

  /** @param video which of the page's videos is looked at */
  constructor(page: Page, baseUrl: string, roomId: string, video = 'room-video') {
    super(page.getByTestId(video));
    this.page = page;
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

  /** The same page, looking at the anchor's shared screen. */
  get screen(): RoomPage {
    return new RoomPage(this.page, this.#baseUrl, this.#roomId, 'room-screen-video');
  }

  /** @param after counts only connections made after this many */
  figures(after = 0): Promise<RtcFigures> {
    return readRtcFigures(this.page, after);
  }

  /** Plays over `protocol`, as the page says and as the picture shows. */
  async plays(protocol: Protocol, deadlineMs = 15_000): Promise<Picture> {
    await expect(this.state).toHaveAttribute('data-protocol', protocol, { timeout: deadlineMs });
    await expect(this.state).toHaveAttribute('data-state', 'playing', { timeout: deadlineMs });
    return await this.moves(deadlineMs);
  }

  /**
   * Goes on playing, by the player's own clock, for longer than anything that is buffered now could last.
   * @param lateMs how long it may stand still meanwhile
   * @returns how long it took longer than it should, ms
   */
  async playsOn(seconds: number, lateMs: number): Promise<number> {
    const before = await this.picture();
    const startedAtMs = performance.now();
    await waitFor(
      `${seconds} s more of the show`,
      async () => {
        const now = await this.picture();
        const hasFrames = now.frames - before.frames > seconds * fewestFramesPerSecond;
        return hasFrames && now.currentTime - before.currentTime > seconds;
      },
      { deadlineMs: seconds * 1000 + lateMs, everyMs: lookEveryMs },
    );
    return Math.max(0, Math.round(performance.now() - startedAtMs - seconds * 1000));
  }

  /** The picture comes over connections that were made after `connectionsMade` of them. */
  async movesAnew(connectionsMade: number, deadlineMs: number): Promise<void> {
    const hasFrames = async () => (await this.figures(connectionsMade)).framesDecoded > 10;
    await waitFor('frames over a new connection', hasFrames, { deadlineMs, everyMs: lookEveryMs });
    await this.moves();
  }

  /** By the menu, as a person does. */
  async chooseProtocol(choice: Protocol | 'auto'): Promise<void> {
    await this.by('room-protocol-menu').click();
    await this.by(`room-protocol-menu-${choice}`).click();
  }

  async chooseQuality(choice: 'auto' | 'high' | 'medium' | 'low'): Promise<void> {
    await this.by('room-quality-menu').click();
    await this.by(`room-quality-menu-${choice}`).click();
  }

  isMuted(): Promise<boolean> {
    return this.video.evaluate((element) => element instanceof HTMLVideoElement && element.muted);
  }

  get state(): Locator {
    return this.by('room-state');
  }

  /** From the wish to play to the first picture, as the player measured it. */
  async firstFrameMs(): Promise<number> {
    return await waitFor('the time of the first frame', () =>
      this.page.evaluate(() => window.lianmaiDebug?.ladder?.state.getSnapshot().firstFrameMs),
    );
  }

  /** The room as this viewer's Session knows it. */
  room(): Promise<RoomKnowledge> {
    return this.page.evaluate(() => {
      const state = window.lianmaiDebug?.client?.room.getSnapshot();
      if (!state) throw new Error('not in a room');
      return {
        seq: state.seq,
        publications: state.publications.map(({ source, isPaused }) => ({ source, isPaused })),
      };
    });
  }

  /** Numbers of the Room log, from now on, as they reach the application. */
  async recordEvents(): Promise<() => Promise<{ seq: number; type: string }[]>> {
    await this.page.evaluate(() => {
      window.roomEvents = [];
      window.lianmaiDebug?.client?.on('roomEvent', ({ seq, type }) => window.roomEvents?.push({ seq, type }));
    });
    return () => this.page.evaluate(() => window.roomEvents ?? []);
  }

  /** Why seats change, from now on. */
  async seatChanges(): Promise<() => Promise<string[]>> {
    await this.page.evaluate(() => {
      window.seatChanges = [];
      window.lianmaiDebug?.client?.on('seatsChanged', ({ data }) => window.seatChanges?.push(data.change));
    });
    return () => this.page.evaluate(() => window.seatChanges ?? []);
  }

  /** Says goodbye properly, instead of leaving the Session to its grace period. */
  async leave(): Promise<void> {
    await this.page.evaluate(() => window.lianmaiDebug?.client?.leave());
  }
}
