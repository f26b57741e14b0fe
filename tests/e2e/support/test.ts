import { type BrowserContextOptions, test as base } from '@playwright/test';
import type { ServerProcess } from '../../support/ServerProcess.ts';
import { RoomPage, type RoomPageOptions } from '../pages/RoomPage.ts';
import { type GoLiveOptions, StudioPage } from '../pages/StudioPage.ts';
import { recordPeerConnections } from './peerConnections.ts';

interface PersonOptions {
  context?: BrowserContextOptions;
  /** Runs in the page before the application does. */
  before?: () => void;
  /** Where the page comes from, if not from the server itself. */
  baseUrl?: string;
}

/** The people of a test: each in a browser context of their own, gone with the test. */
export interface People {
  /** A guest in an open studio, not live yet. */
  anchor(server: ServerProcess, options?: PersonOptions): Promise<StudioPage>;
  liveAnchor(server: ServerProcess, options?: PersonOptions & GoLiveOptions): Promise<StudioPage>;
  viewer(server: ServerProcess, roomId: string, options?: PersonOptions & RoomPageOptions): Promise<RoomPage>;
  visitor(options?: PersonOptions): Promise<import('@playwright/test').Page>;
}

export const test = base.extend<{ people: People }>({
  people: async ({ browser }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    const visitor: People['visitor'] = async ({ context: options, before } = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await context.addInitScript(recordPeerConnections);
      if (before) await context.addInitScript(before);
      return context.newPage();
    };
    const anchor: People['anchor'] = async (server, options = {}) => {
      const studio = new StudioPage(await visitor(options), options.baseUrl ?? server.baseUrl);
      await studio.open();
      return studio;
    };
    await use({
      visitor,
      anchor,
      async liveAnchor(server, options = {}) {
        const studio = await anchor(server, options);
        await studio.goLive(options);
        return studio;
      },
      async viewer(server, roomId, options = {}) {
        const room = new RoomPage(await visitor(options), options.baseUrl ?? server.baseUrl, roomId);
        await room.open(options);
        return room;
      },
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';

/** A figure worth reading in the report, which no check depends on. */
export function note(what: string, value: number | string): void {
  test.info().annotations.push({ type: what, description: String(value) });
}
