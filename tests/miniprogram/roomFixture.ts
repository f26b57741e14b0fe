import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import type { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import type { ProgramPage } from '../support/miniprogram/ProgramPage.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { type LiveClipRoom, openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { phoneFor } from './theProgram.ts';

/** A server with a live room, whose anchor is a clip, and somebody who watches it in a browser. */
export interface LiveScene {
  running: RunningApp;
  room: LiveClipRoom;
  roomId: string;
  ben: RawClient;
  close(): Promise<void>;
}

export async function openScene(settings: Record<string, string> = {}): Promise<LiveScene> {
  const running = await startApp({ MEDIA_WORKERS: '1', ...settings });
  const roomId = 'scene';
  const room = await openLiveClipRoom(running.app, roomId);
  let isOver = false;
  const end = () => {
    if (!isOver) room.end();
    isOver = true;
  };
  const ben = await RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl, 'Ben')).token);
  await ben.request('join', { roomId });
  return {
    ...{ running, room: { ...room, end }, roomId, ben },
    close: async () => {
      ben.close();
      end();
      await running.close();
    },
  };
}

export interface RoomPageOnPhone {
  program: MiniProgram;
  host: FakeWx;
  page: ProgramPage;
  close(): void;
}

/** The mini program on a phone, opened at the room by a link that somebody shared. */
export function openRoomPage(
  compiled: CompiledProgram,
  { running, roomId }: { running: Pick<RunningApp, 'baseUrl'>; roomId: string },
  prepare: (host: FakeWx) => void = () => undefined,
): RoomPageOnPhone {
  const host = phoneFor(running);
  prepare(host);
  const program = MiniProgram.launch(compiled, host, `pages/room/room?id=${roomId}`);
  return { program, host, page: program.page, close: () => program.close() };
}

/** Who its user is at the server, or nothing where nobody has signed in. */
export function userIdOn({ host }: RoomPageOnPhone): string {
  return (host.storage.get('lianmai.login') ?? '').match(/"id":"([^"]+)"/u)?.[1] ?? '';
}

export async function untilLive({ page }: RoomPageOnPhone): Promise<void> {
  await waitFor('the room', () => page.data.screen === 'live');
}
