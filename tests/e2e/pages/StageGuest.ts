import { expect, type Locator } from '@playwright/test';
import { PlayingVideo } from './PlayingVideo.ts';
import type { RoomPage } from './RoomPage.ts';

/** A viewer who comes on stage: acts as a person does, by what is on the page. */
export class StageGuest {
  readonly room: RoomPage;

  constructor(room: RoomPage) {
    this.room = room;
  }

  get by(): RoomPage['by'] {
    return this.room.by;
  }

  /** The user's id, as everybody else's pages know it. */
  async userId(): Promise<string> {
    const id = await this.room.page.evaluate(() => {
      const stored: unknown = JSON.parse(localStorage.getItem('lianmai.identity') ?? 'null');
      const user: unknown = stored && typeof stored === 'object' && 'user' in stored ? stored.user : null;
      return user && typeof user === 'object' && 'id' in user ? user.id : null;
    });
    if (typeof id !== 'string') throw new Error('nobody is logged in here');
    return id;
  }

  /** Asks for a seat, with camera and microphone. */
  async apply(message: string): Promise<void> {
    await this.by('stage-apply').click();
    await this.by('stage-apply-message').fill(message);
    await this.by('stage-apply-send').click();
    await expect(this.by('stage-waiting-room')).toBeVisible();
  }

  async acceptInvitation(): Promise<void> {
    await this.by('stage-invitation-accept').click();
  }

  async isInGreenRoom(): Promise<void> {
    await expect(this.by('stage-green-room')).toBeVisible();
  }

  async isOnAir(): Promise<void> {
    await expect(this.by('stage-bar')).toBeVisible();
    await expect(this.by('stage-green-room')).toBeHidden();
  }
}

/** Somebody's tile in a room page or in the studio. */
export function tileOf(page: Pick<RoomPage, 'page'>, seat: number, roomId?: string): Locator {
  const room = roomId === undefined ? '' : `[data-room="${roomId}"]`;
  return page.page.locator(`[data-testid="stage-tile"][data-seat="${seat}"]${room}`);
}

/** What is shown in it. */
export function pictureIn(tile: Locator): PlayingVideo {
  return new PlayingVideo(tile.locator('video'));
}
