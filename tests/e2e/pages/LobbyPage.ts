import type { Locator, Page } from '@playwright/test';

export class LobbyPage {
  readonly page: Page;
  readonly #baseUrl: string;

  constructor(page: Page, baseUrl: string) {
    this.page = page;
    this.#baseUrl = baseUrl;
  }

  async open(): Promise<void> {
    await this.page.goto(`${this.#baseUrl}/?debug`);
  }

  card(roomId: string): Locator {
    return this.page.locator(`[data-testid="lobby-room-card"][data-room-id="${roomId}"]`);
  }
}
