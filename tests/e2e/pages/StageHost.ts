import { expect, type Locator } from '@playwright/test';
import type { StudioPage } from './StudioPage.ts';

/** What the anchor does about the stage, in the studio. */
export class StageHost {
  readonly studio: StudioPage;

  constructor(studio: StudioPage) {
    this.studio = studio;
  }

  async accept(userId: string): Promise<void> {
    const application = this.#one('studio-application', 'user', userId);
    await application.getByTestId('studio-application-accept').click();
    await expect(application).toBeHidden();
  }

  async take(seat: number): Promise<void> {
    await this.#one('studio-take', 'seat', String(seat)).click();
  }

  async cut(seat: number): Promise<void> {
    await this.#one('studio-cut', 'seat', String(seat)).click({ force: true });
  }

  async invite(userId: string): Promise<void> {
    await this.studio.by('studio-invite').click();
    await this.#one('studio-invite-viewer', 'user', userId).click();
    await this.studio.page.keyboard.press('Escape');
  }

  /** By the seat's menu. */
  async choose(seat: number, action: 'take-off' | 'mute-mic' | 'unmute-mic' | 'cut'): Promise<void> {
    await this.#one('studio-seat', 'seat', String(seat)).click();
    await this.studio.by(`studio-seat-${action}`).click();
  }

  /** No place but the anchor's. */
  async removeAllSeats(): Promise<void> {
    await this.studio.by('studio-stage-settings').click();
    const count = this.studio.by('studio-seat-count');
    for (let left = Number(await count.textContent()); left > 0; left -= 1) {
      await this.studio.by('studio-seats-fewer').click();
      await expect(count).toHaveText(String(left - 1));
    }
    await this.studio.page.keyboard.press('Escape');
  }

  seat(seat: number): Locator {
    return this.#one('studio-seat', 'seat', String(seat));
  }

  #one(testId: string, name: 'user' | 'seat', value: string): Locator {
    return this.studio.page.locator(`[data-testid="${testId}"][data-${name}="${value}"]`);
  }
}
