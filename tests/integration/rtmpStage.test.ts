import { afterEach, describe, expect, it } from 'vitest';
import { guestToken } from '../support/RawClient.ts';
import type { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import { marksOf } from '../support/stage/personClips.ts';
import type { RtmpPerson } from '../support/stage/RtmpPerson.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';
import { AudienceMember, openClipAnchor } from './pkFixture.ts';

let show: StageShow;
const closing: { close(): unknown }[] = [];
const deadlineMs = 30_000;
const tall = { width: 360, height: 640 };

const open = async (settings: Record<string, string> = {}) => {
  show = await StageShow.open({ RTMP_PORT: '0', ...settings });
};
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
  await show.close();
});

const kinds = () => show.room.tracks.publications.map(({ seat, kind }) => `${seat} ${kind}`).join(', ');
const onAir = (tracks: string) => waitFor(`${tracks} on air`, () => kinds() === tracks, { deadlineMs });

/** The output must not stand still, whatever happens to who is in it; the bench says how short its gaps are, on a machine of its own. */
const longestGapMs = 5000;
function expectUnbroken(flv: FlvStageReader, sinceMs: number): void {
  expect(flv.backwardSteps).toBe(0);
  expect(flv.recording.longestPictureGapMs(sinceMs)).toBeLessThan(longestGapMs);
}

describe('an RTMP anchor', () => {
  it('begins the show with the push, takes guests of both kinds, and is in one picture with them', async () => {
    await open();
    const anchor = await show.pushAnchor({ number: 0 });
    await onAir('0 video, 0 audio');
    const flv = await show.openFlv();
    await flv.recording.sees({ 0: 0 }, deadlineMs);
    const browser = await show.publish({ seat: 1 });
    const pushing = await show.pushGuest({ number: 2 });
    await flv.recording.sees({ 0: 0, 1: 1, 2: 2 }, deadlineMs);
    await flv.recording.hears([anchor.marks, browser.marks, pushing.marks], deadlineMs);
    await show.host.request('cutFromAir', { seat: 2 });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    await flv.recording.hearsNot(pushing.marks, deadlineMs);
    await pushing.pusher.exited;
    expectUnbroken(flv, 0);
  });

  it('is lost and waited for while the guests go on, and turns the phone for the second half', async () => {
    await open({ ANCHOR_GRACE_SECONDS: '25' });
    show.room.stage.configure({ admission: 'open', usesGreenRoom: false });
    const anchor = await show.pushAnchor({ number: 0 });
    await onAir('0 video, 0 audio');
    const guest = await show.publish({ seat: 1 });
    const flv = await show.openFlv();
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    // Nobody in the studio: the encoder alone is the anchor.
    show.host.close();
    const sinceMs = flv.recording.lastPicture?.atMs ?? 0;
    await anchor.pusher.close();
    const seat = () => show.room.snapshot().stage.seats[0];
    await waitFor('the anchor to be missed', () => {
      const anchorSeat = seat();
      return anchorSeat?.state === 'taken' && anchorSeat.occupant.isReconnecting;
    });
    await flv.recording.sees({ 0: null, 1: 1 }, deadlineMs);
    await flv.recording.hears([guest.marks], deadlineMs);
    anchor.pushAgain({ size: tall });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    await flv.recording.hears([anchor.marks, guest.marks], deadlineMs);
    expect(show.room.isLive).toBe(true);
    expectUnbroken(flv, sinceMs);
  });

  it('alone on air, may come back with a picture of another shape', async () => {
    await open();
    const anchor = await show.pushAnchor({ number: 0 });
    await onAir('0 video, 0 audio');
    const flv = await show.openFlv();
    await flv.recording.sees({ 0: 0 }, deadlineMs);
    anchor.pushAgain({ number: 7, size: tall });
    await flv.recording.sees({ 0: 7 }, deadlineMs);
    await flv.recording.goesOn(1000);
    expect(flv.backwardSteps).toBe(0);
    expect(flv.configs).toBeGreaterThan(1);
  });

  it('fights a PK: each audience gets both', async () => {
    await open();
    const { running } = show;
    await show.pushAnchor({ number: 0 });
    await onAir('0 video, 0 audio');
    const rival = await openClipAnchor(running, 'Rival');
    closing.push(rival);
    const { pkId } = await show.host.request('invitePk', { roomId: rival.room.id });
    await rival.client.request('acceptPk', { pkId });
    for (const room of [show.room, rival.room]) {
      const both = () => room.tracks.publications.filter(({ seat }) => seat === 0);
      await waitFor('four tracks', () => both().length === 4, { deadlineMs });
      const member = await AudienceMember.join(running.baseUrl, room.id);
      const theirs = both().filter(({ roomId }) => roomId !== room.id);
      closing.push(member.client);
      const viewer = await member.watch(theirs);
      await viewer.firstPicture();
    }
  });
});

describe('an RTMP guest in the composition', () => {
  const openWith = async (
    options: Parameters<StageShow['pushGuest']>[0],
  ): Promise<[RtmpPerson, FlvStageReader]> => {
    await open();
    await show.publish({ seat: 0 });
    const guest = await show.pushGuest(options);
    const flv = await show.openFlv();
    return [guest, flv];
  };

  it('freezes, and is replaced by their name; the others never stop', async () => {
    const [guest, flv] = await openWith({ number: 1 });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    const sinceMs = flv.recording.lastPicture?.atMs ?? 0;
    guest.pusher.signal('SIGSTOP');
    await flv.recording.sees({ 0: 0, 1: null }, deadlineMs);
    await onAir('0 video, 0 audio');
    expect(show.room.stage.guests.map(({ seat }) => seat)).toEqual([1]);
    expectUnbroken(flv, sinceMs);
    expect(flv.recording.longestStillMs(0, sinceMs)).toBeLessThan(longestGapMs);
    guest.pushAgain();
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
  });

  it('changes networks and turns the phone', async () => {
    const [guest, flv] = await openWith({ number: 1, size: tall });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    const stale = guest.pusher;
    guest.pushAgain({ number: 5, size: { width: 640, height: 360 } });
    await flv.recording.sees({ 0: 0, 1: 5 }, deadlineMs);
    await flv.recording.hears([marksOf(5)], deadlineMs);
    await stale.exited;
    expectUnbroken(flv, 0);
  });

  it('may have no microphone, or no camera', async () => {
    const [silent, flv] = await openWith({ number: 1, encoding: { audio: null } });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    const unseen = await show.pushGuest({ number: 2, encoding: { video: null } });
    await flv.recording.hears([unseen.marks], deadlineMs);
    await flv.recording.sees({ 0: 0, 1: 1, 2: null }, deadlineMs);
    expect(flv.recording.levelOf(silent.marks.toneHz)).toBeLessThan(0.004);
  });

  it.each<[string, readonly string[]]>([
    ['B-frames', ['-preset', 'veryfast', '-g', '25', '-bf', '2']],
    [
      'a profile that browsers do not play',
      ['-preset', 'ultrafast', '-g', '25', '-bf', '0', '-pix_fmt', 'yuv444p'],
    ],
  ])('may send %s', async (_what, options) => {
    const [guest, flv] = await openWith({ number: 1, encoding: { video: ['-c:v', 'libx264', ...options] } });
    await flv.recording.sees({ 0: 0, 1: 1 }, deadlineMs);
    await flv.recording.hears([guest.marks], deadlineMs);
  });
});

it('a Session that comes anew takes the seat over, and asks for an address of its own', async () => {
  await open();
  await show.publish({ seat: 0 });
  const { token } = await guestToken(show.running.baseUrl, 'Gao');
  const guest = await show.pushGuest({ number: 1, token });
  await onAir('0 video, 0 audio, 1 video, 1 audio');
  const again = await show.pushGuest({ number: 1, token, isSeated: true });
  await guest.pusher.exited;
  await onAir('0 video, 0 audio, 1 video, 1 audio');
  expect(again.rtmpUrl).not.toBe(guest.rtmpUrl);
});
