import { expect, type Locator, type Page } from '@playwright/test';
import { waitFor } from '../../support/waitFor.ts';
import { type RtcFigures, readRtcFigures } from '../support/peerConnections.ts';

export interface GoLiveOptions {
  title?: string;
  name?: string;
  quality?: '720p' | '540p' | '360p';
  isSimulcast?: boolean;
}

/** The anchor's side: acts as a person does, by what is on the page. */
export class StudioPage {
  readonly page: Page;
  readonly #baseUrl: string;

  constructor(page: Page, baseUrl: string) {
    this.page = page;
    this.#baseUrl = baseUrl;
  }

  get by(): (testId: string) => Locator {
    return (testId) => this.page.getByTestId(testId);
  }

  get roomId(): string {
    const [, roomId] = /\/studio\/([\w-]+)/u.exec(new URL(this.page.url()).pathname) ?? [];
    if (!roomId) throw new Error(`not live: ${this.page.url()}`);
    return roomId;
  }

  async open(name = 'Ada'): Promise<void> {
    await this.page.goto(`${this.#baseUrl}/studio?debug`);
    await this.by('guest-name').fill(name);
    await this.by('guest-submit').click();
  }

  /** Small and without layers unless asked for more: the machine belongs to the test, not to the encoder. */
  async goLive({
    title = 'A show',
    quality = '360p',
    isSimulcast = false,
  }: GoLiveOptions = {}): Promise<void> {
    await this.by('studio-title').fill(title);
    await this.by(`studio-quality-${quality}`).click();
    if ((await this.by('studio-simulcast').isChecked()) !== isSimulcast)
      await this.by('studio-simulcast').setChecked(isSimulcast, { force: true });
    await expect(this.by('studio-preview')).toBeVisible();
    await this.by('studio-go-live').click();
    await this.isLive();
  }

  async isLive(deadlineMs = 15_000): Promise<void> {
    await expect(this.by('studio-live-badge')).toBeVisible({ timeout: deadlineMs });
  }

  async toggleMicrophone(): Promise<void> {
    await this.by('studio-mute-mic').click();
  }

  async toggleCamera(): Promise<void> {
    await this.by('studio-mute-camera').click();
  }

  async end(): Promise<void> {
    await this.by('studio-end').click();
    await this.by('studio-end-confirm').click();
    await expect(this.by('studio-ended')).toBeVisible();
  }

  figures(): Promise<RtcFigures> {
    return readRtcFigures(this.page);
  }

  /** Frames really leave the browser. */
  async sends(deadlineMs = 10_000): Promise<void> {
    const { framesSent } = await this.figures();
    await waitFor(
      'the anchor to send frames',
      async () => (await this.figures()).framesSent > framesSent + 10,
      {
        deadlineMs,
        everyMs: 200,
      },
    );
  }
}
