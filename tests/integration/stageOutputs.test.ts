import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlvReader } from '../support/FlvReader.ts';
import type { StagePerson } from '../support/stage/StagePerson.ts';
import type { StageRecording } from '../support/stage/StageRecording.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';

/** What a player may miss between two pictures when the way in which they are made changes, ms; or what it misses elsewhere on a busy machine. */
const longestChangeMs = 200;
/** A busy machine drops pictures; a break is longer. */
const longestGapMs = 1000;

let show: StageShow;

function expectSeamless(recording: StageRecording): void {
  const { atChanges, elsewhere } = recording.longestPictureGapsMs();
  expect(atChanges).toBeLessThanOrEqual(Math.max(longestChangeMs, elsewhere));
}

beforeEach(async () => {
  show = await StageShow.open();
});
afterEach(() => show.close());

describe('a second person on stage, for FLV and HLS players', () => {
  it('is seen and heard, and goes again, without a break', async () => {
    const anchor = await show.publish({ seat: 0 });
    const [flv, hls] = await Promise.all([show.openFlv(), show.openHls()]);
    await Promise.all([flv.recording.sees({ 0: 0 }), hls.recording.sees({ 0: 0 })]);
    const guest = await show.publish({ seat: 2, number: 7 });
    for (const { recording } of [flv, hls]) {
      await recording.sees({ 0: 0, 2: 7 });
      await recording.hears([anchor.marks, guest.marks]);
    }
    await flv.recording.goesOn(2000);
    guest.leave();
    for (const { recording } of [flv, hls]) {
      await recording.sees({ 0: 0 });
      await recording.hearsNot(guest.marks);
      await recording.hears([anchor.marks]);
    }
    expect(flv.longestTimestampGapMs()).toBeLessThanOrEqual(longestGapMs);
    expectSeamless(flv.recording);
    expect(flv.backwardSteps).toBe(0);
    expect(flv.hasEnded).toBe(false);
    hls.assertUnbroken();
    expect(hls.everEnded).toBe(false);
    expectSeamless(hls.recording);
    expect(hls.recording.longestPictureGapMs()).toBeLessThanOrEqual(longestGapMs);
  });

  it('stands where the streams say, under their name', async () => {
    await show.publish({ seat: 0 });
    const [flv, hls] = await Promise.all([show.openFlv(), show.openHls()]);
    await Promise.all([flv.recording.sees({ 0: 0 }), hls.recording.sees({ 0: 0 })]);
    const guest = await show.publish({ seat: 1, name: '小雨 Xiaoyu', size: { width: 360, height: 640 } });
    for (const { recording } of [flv, hls]) {
      await recording.sees({ 0: 0, 1: 1 });
      const { layout } = recording;
      expect(layout).toMatchObject({ isComposed: true, version: 1 });
      expect(layout?.tiles).toHaveLength(2);
      const { user } = guest;
      const tile = { roomId: show.room.id, seat: 1, userId: user.id, name: user.name };
      expect(layout?.tiles.find(({ seat }) => seat === 1)).toMatchObject(tile);
    }
    guest.leave();
    for (const { recording } of [flv, hls]) {
      await waitFor('the layout of one', () => recording.layout?.isComposed === false, {
        deadlineMs: 20_000,
      });
    }
  });

  it('is not composed for anybody while nobody plays FLV or HLS, and not where the room says never', async () => {
    await show.publish({ seat: 0 });
    await show.publish({ seat: 1 });
    show.room.changeComposition({ mode: 'never' });
    const flv = await show.openFlv();
    await flv.recording.goesOn(1000);
    await flv.recording.sees({ 0: 0 });
    expect(show.running.app.egress.stats().composedStreams).toBe(0);
    show.room.changeComposition({ mode: 'auto' });
    await flv.recording.sees({ 0: 0, 1: 1 });
    expect(show.running.app.egress.stats().composedStreams).toBe(1);
  });

  it('are four of them, of different shapes, in a canvas held upright too', async () => {
    const people: StagePerson[] = [];
    for (const seat of [0, 1, 2, 3]) {
      const size = seat === 2 ? { width: 360, height: 640 } : undefined;
      people.push(await show.publish({ seat, size }));
    }
    const flv = await show.openFlv();
    const everybody = { 0: 0, 1: 1, 2: 2, 3: 3 };
    for (const layout of ['auto', 'grid', 'anchorStrip', 'pictureInPicture'] as const) {
      show.room.changeComposition({ canvas: 'landscape', layout });
      await flv.recording.goesOn(500);
      await flv.recording.sees(everybody);
    }
    await flv.recording.hears(people.map(({ marks }) => marks));
    show.room.changeComposition({ canvas: 'portrait', layout: 'grid' });
    const isUpright = () => (flv.recording.layout?.height ?? 0) > (flv.recording.layout?.width ?? 0);
    await waitFor('a canvas held upright', isUpright, { deadlineMs: 20_000 });
    await flv.recording.sees(everybody);
  });
});

it('ends for players with the show, composed or not', async () => {
  await show.publish({ seat: 0 });
  await show.publish({ seat: 1 });
  const flv = await show.openFlv();
  const plain = await FlvReader.open(`${show.running.baseUrl}/live/${show.room.id}.flv`);
  const hls = await show.openHls();
  await flv.recording.sees({ 0: 0, 1: 1 });
  show.room.endShow('ended_by_anchor');
  await waitFor('the end of the FLV', () => flv.hasEnded && plain.hasEnded);
  await waitFor('the end of the playlist', () => hls.hasEnded);
});
