import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { rowIn } from '../support/rowIn.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { waitFor } from '../support/waitFor.ts';
import { type LiveScene, openRoomPage, openScene, type RoomPageOnPhone, untilLive } from './roomFixture.ts';
import { cutOff, tapToPictureMs } from './roomReturns.ts';
import { compileOurs } from './theProgram.ts';

/** `npm run bench -- miniprogram` measures; here is room for a machine that does other things too. */
const soonMs = 5000;
const backWithinMs = 3000;

let compiled: CompiledProgram;
let scene: LiveScene | undefined;
let phone: RoomPageOnPhone | undefined;

beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());
afterEach(async () => {
  phone?.close();
  await scene?.close();
  phone = undefined;
  scene = undefined;
});

async function watch(
  settings: Record<string, string> = {},
): Promise<{ scene: LiveScene; phone: RoomPageOnPhone }> {
  scene = await openScene(settings);
  const opened = openRoomPage(compiled, scene);
  phone = opened;
  await untilLive(opened);
  await waitFor('the picture', () => [...opened.host.livePlayers][0]?.isPlaying);
  return { scene, phone: opened };
}

describe('a room on a phone', () => {
  it('has its first picture soon after the tap', async () => {
    scene = await openScene();
    const { login } = await tapToPictureMs(compiled, scene, undefined);
    const { ms } = await tapToPictureMs(compiled, scene, login);
    expect(ms).toBeLessThan(soonMs);
  });

  it('comes back from the background with all that was said, also after its Session is over', async () => {
    const { scene: on, phone: at } = await watch({ SESSION_GRACE_SECONDS: '1' });
    const room = on.running.app.rooms.get(on.roomId);
    const { backMs, missed, playerStarts } = await cutOff(at, on.ben, {
      cut: async () => {
        at.program.suspend();
        await waitFor('its Session to end', () => room.sessionCount === 1);
      },
      back: () => at.program.show(),
    });
    expect(missed).toBe(0);
    expect(backMs).toBeLessThan(backWithinMs);
    // The host's own: it takes the player away in the background, and starts it in front.
    expect(playerStarts).toBe(1);
  });

  it('takes up its Session over another network, and the picture goes on untouched', async () => {
    const { scene: on, phone: at } = await watch();
    const { backMs, missed, playerStarts } = await cutOff(at, on.ben, {
      cut: () => undefined,
      back: () => at.host.switchNetwork(),
    });
    expect([missed, playerStarts]).toEqual([0, 0]);
    expect(backMs).toBeLessThan(backWithinMs);
    await waitFor('another socket', () => at.host.opened === 2);
  });

  it('is in the room again soon after the server has been restarted', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'lianmai-restart-'));
    let server = await ServerProcess.start({ DATA_DIR });
    const PORT = String(server.port);
    try {
      const { token } = await guestToken(server.baseUrl, 'Anna');
      const roomId = await createRoom(server.baseUrl, token);
      let anna = await RawClient.connect(server.baseUrl, token);
      const goLive = async () => {
        await anna.request('join', { roomId, as: 'publisher' });
        await anna.request('startShow', {});
      };
      await goLive();
      const at = openRoomPage(compiled, { running: server, roomId });
      phone = at;
      await untilLive(at);
      anna.close();
      // Records are written a moment later: what is killed before that has had no show.
      await waitFor('the show to be on record', () => rowIn(DATA_DIR, 'select 1 from shows'));
      server.signal('SIGKILL');
      await server.exited;
      await waitFor('the loss', () => at.page.find('.banner')?.text.includes('正在重新连接'));
      server = await ServerProcess.start({ DATA_DIR, PORT });
      const reachableAtMs = performance.now();
      await waitFor('to be back', () => !at.page.find('.banner') && at.page.data.screen === 'ended');
      expect(performance.now() - reachableAtMs).toBeLessThan(backWithinMs);
      anna = await RawClient.connect(server.baseUrl, token);
      await goLive();
      await untilLive(at);
      await anna.request('chat', { content: '我回来了' });
      await waitFor('the message', () => at.page.get('.chat').text.includes('我回来了'));
      anna.close();
    } finally {
      phone?.close();
      phone = undefined;
      await server.close();
      await rm(DATA_DIR, { recursive: true, force: true });
    }
  });
});
