import { afterAll, beforeAll, expect, it } from 'vitest';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { type LiveClipRoom, openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient } from '../support/rtc/ViewerSignaling.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

let running: RunningApp;
let room: LiveClipRoom;

beforeAll(async () => {
  running = await startApp();
  room = await openLiveClipRoom(running.app, 'narrow');
});

afterAll(async () => {
  room?.end();
  await running?.close();
});

it.each([
  { forceTcp: false, offered: ['udp', 'tcp'] },
  { forceTcp: true, offered: ['tcp'] },
])('shows a picture within 5 s where the server offers $offered', async ({ forceTcp, offered }) => {
  const client = await RawClient.connect(running.baseUrl, (await guestToken(running.baseUrl)).token);
  const { snapshot, rtpCapabilities } = await client.request('join', { roomId: room.roomId });
  const signaling = signalingOverClient(client, rtpCapabilities, forceTcp);
  const viewer = await RtcViewer.start(signaling, snapshot.publications);
  try {
    expect(await viewer.firstPicture()).toBeLessThan(5000);
    expect([...viewer.offeredProtocols]).toEqual(offered);
    await waitFor('a second of sound', () => viewer.figures.audio.packets >= 50);
  } finally {
    viewer.close();
    client.close();
  }
});
