/// <reference lib="dom" />
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

/** Runs in the page: a browser without an H.264 encoder. */
function offerNoH264(): void {
  const native = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function addTransceiver(trackOrKind, init) {
    const transceiver = native.call(this, trackOrKind, init);
    const kind = typeof trackOrKind === 'string' ? trackOrKind : trackOrKind.kind;
    const { codecs = [] } = RTCRtpSender.getCapabilities('video') ?? {};
    if (kind === 'video')
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => !/h264/iu.test(mimeType)));
    return transceiver;
  };
}

test('an anchor whose browser only does VP8 is seen over WebRTC, FLV and HLS', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current, { before: offerNoH264 });
  await anchor.sends();
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await viewer.sounds();
  expect((await viewer.figures()).codecs).toContain('video/VP8');

  for (const protocol of ['flv', 'hls'] as const) {
    const player = await people.viewer(server.current, anchor.roomId, { protocol });
    const { width, height } = await player.plays(protocol, 25_000);
    expect({ width, height }).toEqual({ width: 640, height: 360 });
    await player.sounds();
    await player.playsOn(3, 3000);
  }
  await anchor.end();
});
