import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type StageClips, StageRoom, stageClips } from './compositionRoom.ts';
import { RecordingSink } from './egressStreamSink.ts';
import { compositors, ffmpegChildren, isGone, waitUntil } from './egressStreamWait.ts';

const silentCompositor = join(import.meta.dirname, '../support/silentCompositorProcess.ts');
const aacFrameMs = 64 / 3;
/** For what takes a second or two: on a busy machine, ten times that. `npm run bench stage-deaths` says how long it takes. */
const patienceMs = 25_000;

let clips: StageClips;
let room: StageRoom<RecordingSink>;

beforeAll(async () => {
  clips = await stageClips();
}, 60_000);

afterEach(async () => {
  await room.close();
  expect(room.feed.listenerCount).toBe(0);
  expect([...ffmpegChildren(), ...compositors()]).toEqual([]);
});

function create(compositorModule?: string): StageRoom<RecordingSink> {
  room = new StageRoom(clips, () => new RecordingSink(), compositorModule);
  return room;
}

async function play(): Promise<RecordingSink> {
  return (await room.manager.acquire('room')).outputs;
}

const isComposed = (sink: RecordingSink) => sink.layouts.at(-1)?.layout.isComposed;
const seats = (sink: RecordingSink) => sink.layouts.at(-1)?.layout.tiles.map(({ seat }) => seat);

async function flowing(sink: RecordingSink, seconds = 1): Promise<void> {
  const fromMs = sink.lastMs('video');
  await waitUntil(`${seconds} s more of video and sound`, patienceMs, () => {
    return sink.lastMs('video') >= fromMs + seconds * 1000 && sink.lastMs('audio') >= fromMs + seconds * 1000;
  });
}

/** Sound without a hole or an overlap, and no hole in the picture where the source changes that a busy machine does not also make elsewhere. */
function expectSeamless(sink: RecordingSink): void {
  expect(sink.problems()).toEqual([]);
  const { atSeams, elsewhere } = sink.longestSteps('video');
  expect(atSeams).toBeLessThanOrEqual(Math.max(200, elsewhere));
  expect(sink.maxGapMs('audio')).toBeLessThanOrEqual(2 * aacFrameMs);
  expect(sink.minGapMs('audio')).toBeGreaterThanOrEqual(10);
}

describe('a guest', () => {
  it('who comes is seen in one picture with the anchor, and who goes leaves the anchor alone, without a break', async () => {
    create();
    const sink = await play();
    await flowing(sink);
    expect(seats(sink)).toEqual([0]);
    room.join(3);
    await waitUntil('both in one picture', patienceMs, () => isComposed(sink) === true);
    await waitUntil('both have a tile', patienceMs, () => String(seats(sink)) === '0,3');
    await waitUntil('no copying ffmpeg', patienceMs, () => ffmpegChildren().length === 0);
    await flowing(sink, 2);
    expect(room.manager.stats()).toMatchObject({ composedStreams: 1, composedPeople: 2 });
    expect(room.manager.stats().ffmpegChildren).toBeGreaterThanOrEqual(3);
    room.feed.leave(3);
    await waitUntil('the anchor alone', patienceMs, () => isComposed(sink) === false);
    await waitUntil('no compositor', patienceMs, () => compositors().length === 0);
    await flowing(sink);
    expectSeamless(sink);
    const sizes = sink.configs.map(({ config }) => `${config.video.width}x${config.video.height}`);
    expect(sizes).toEqual(['640x360', '1280x720', '640x360']);
    expect(room.manager.stats()).toMatchObject({ composedStreams: 0, compositorRestarts: 0 });
  }, 90_000);

  it('with a microphone only counts, and one who returns soon changes nothing', async () => {
    create();
    room.joinWithSound(1);
    const sink = await play();
    await waitUntil('a picture of both', patienceMs, () => isComposed(sink) === true);
    await flowing(sink);
    const known = { configs: sink.configs.length, layouts: sink.layouts.length };
    room.feed.leave(1);
    // By the stream a busy machine would be too late: two seconds later the anchor is copied again.
    await waitUntil('one person in the scene', patienceMs, () => room.manager.stats().composedPeople === 1);
    room.joinWithSound(1);
    await flowing(sink, 4);
    expect(sink.layouts.slice(known.layouts).map(({ layout }) => layout.isComposed)).not.toContain(false);
    expect(sink.configs).toHaveLength(known.configs);
    expectSeamless(sink);
  }, 90_000);

  it('who is gone before the picture is made leaves no trace', async () => {
    create();
    const sink = await play();
    room.join(1);
    await waitUntil('a compositor', patienceMs, () => compositors().length === 1);
    room.feed.leave(1);
    room.feed.compose({ mode: 'never' });
    await waitUntil('no compositor', patienceMs, () => compositors().length === 0);
    await flowing(sink);
    expect(sink.configs).toHaveLength(1);
    expectSeamless(sink);
  }, 90_000);
});

describe('the policy', () => {
  it('may keep guests out of the picture, and let one person be composed', async () => {
    create();
    room.feed.compose({ mode: 'never' });
    room.join(1);
    const sink = await play();
    await flowing(sink);
    expect([isComposed(sink), seats(sink), compositors()]).toEqual([false, [0], []]);
    room.feed.leave(1);
    room.feed.compose({ mode: 'always' });
    await waitUntil('the composed one', patienceMs, () => isComposed(sink) === true);
    await flowing(sink);
    expectSeamless(sink);
  }, 90_000);
});

describe('a compositor', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'that gets %s is replaced in the same stream, and its children go with it',
    async (signal) => {
      create();
      room.join(1);
      const sink = await play();
      await waitUntil('a picture of both', patienceMs, () => isComposed(sink) === true);
      await flowing(sink);
      const [pid] = compositors();
      const orphans = ffmpegChildren(pid);
      expect(orphans.length).toBeGreaterThanOrEqual(3);
      const before = sink.configs.length;
      process.kill(pid ?? 0, signal);
      await waitUntil('output again', patienceMs, () => sink.configs.length > before);
      await waitUntil('its children gone', patienceMs, () => orphans.every(isGone));
      await waitUntil('both again', patienceMs, () => isComposed(sink) === true && seats(sink)?.length === 2);
      await flowing(sink);
      expect(sink.problems()).toEqual([]);
      expect([sink.ends, sink.closes]).toEqual([0, 0]);
      expect(room.manager.stats().compositorRestarts).toBeGreaterThanOrEqual(1);
    },
    90_000,
  );

  it('that cannot be started leaves the anchor on air', async () => {
    create('/nonexistent/compositor.ts');
    const sink = await play();
    await flowing(sink);
    room.join(1);
    await waitUntil('three attempts', patienceMs, () => room.manager.stats().compositorRestarts >= 3);
    await flowing(sink);
    expect(sink.configs).toHaveLength(1);
    expectSeamless(sink);
  }, 90_000);

  it('that gives nothing costs the anchor a moment, not a picture', async () => {
    create(silentCompositor);
    const sink = await play();
    await flowing(sink);
    room.join(1);
    await waitUntil('it is given up', patienceMs, () => room.manager.stats().compositorRestarts >= 1);
    await flowing(sink);
    expect(sink.configs).toHaveLength(1);
    expectSeamless(sink);
  }, 90_000);

  it('that cannot be started does not keep a player from a stream that would begin composed', async () => {
    create('/nonexistent/compositor.ts');
    room.join(1);
    const sink = await play();
    await flowing(sink);
    expect(isComposed(sink)).toBe(false);
  }, 90_000);
});

describe('the end of a show', () => {
  it('comes after the last composed tags, and leaves no process', async () => {
    create();
    room.join(1);
    const sink = await play();
    await waitUntil('a picture of both', patienceMs, () => isComposed(sink) === true);
    await flowing(sink);
    const [pid] = compositors();
    const children = ffmpegChildren(pid);
    room.feed.endShow();
    await waitUntil('the end', 1500, () => sink.ends === 1);
    expectSeamless(sink);
    await waitUntil('no process', patienceMs, () => [pid ?? 0, ...children].every(isGone));
  }, 90_000);
});
