import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lateness } from '../support/Lateness.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient } from '../support/rtc/ViewerSignaling.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';

/** Between the panic button and the last packet; on a busy machine as much more as everything else is late there. */
const cutWithinMs = 200;

let show: StageShow;
const ends: (() => void)[] = [];

beforeAll(async () => {
  show = await StageShow.open();
});

afterAll(async () => {
  for (const end of ends) end();
  await show.close();
});

it(`stops a guest for every viewer within ${cutWithinMs} ms of the panic button`, async () => {
  await show.publish({ seat: 0 });
  const guest = await show.publish({ seat: 1 });
  const { token } = await guestToken(show.running.baseUrl, 'Viewer');
  const client = await RawClient.connect(show.running.baseUrl, token);
  ends.push(() => client.close());
  const { rtpCapabilities } = await client.request('join', { roomId: show.room.id });
  const viewer = await RtcViewer.start(signalingOverClient(client, rtpCapabilities), guest.publisher.tracks);
  ends.push(() => viewer.close());
  const packets = () => viewer.figures.video.packets + viewer.figures.audio.packets;
  await waitFor('their picture and sound', () => {
    const { video, audio } = viewer.figures;
    return video.packets > 20 && audio.packets > 20;
  });

  const lateness = new Lateness();
  ends.push(() => lateness.close());
  const askedAtMs = performance.now();
  await show.host.request('cutFromAir', { seat: 1 });
  const isTimeUp = () => performance.now() - askedAtMs >= cutWithinMs + lateness.worstMs;
  await waitFor('the time to be up', isTimeUp, { everyMs: 5 });
  const atLimit = packets();
  const sent = guest.publisher.sentFrames;
  await waitFor('them to send on in vain', () => guest.publisher.sentFrames >= sent + 30);
  expect(packets()).toBe(atLimit);
  expect(show.room.tracks.publications.filter(({ seat }) => seat === 1)).toEqual([]);
  expect(show.running.app.engine.stats().total.producers).toBe(2);
});
