import { type LayoutInForce, layoutDateRangeClass, layoutScriptTag } from '@lianmai/shared';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { RoomOutputs } from '../../server/src/egress/delivery/RoomOutputs.ts';
import { FlvReader } from '../support/FlvReader.ts';
import { waitFor } from '../support/waitFor.ts';
import { type StageClips, StageRoom, stageClips } from './compositionRoom.ts';
import { LiveServer, run } from './deliveryFixture.ts';
import { waitUntil } from './egressStreamWait.ts';

let clips: StageClips;
let room: StageRoom<RoomOutputs>;
let server: LiveServer;
let reader: FlvReader | null = null;

beforeAll(async () => {
  clips = await stageClips();
}, 60_000);

beforeEach(async () => {
  room = new StageRoom(clips, () => new RoomOutputs({ clock: new SystemClock(), log: silentLogger() }));
  server = await LiveServer.start({ delivery: room.manager });
});

afterEach(async () => {
  reader?.close();
  reader = null;
  await server.close();
  await room.close();
});

/** Pictures keep their times: at a frame rate that ffmpeg guesses, two of them may get the same one. */
const unrounded = ['-vsync', 'passthrough', '-enc_time_base:v', '1:1000'];

const composedStreams = () => room.manager.stats().composedStreams;

async function played(reader: FlvReader, seconds: number): Promise<void> {
  const count = reader.count('video');
  await waitUntil(
    `${seconds} s more`,
    seconds * 1000 + 8000,
    () => reader.count('video') > count + seconds * 15,
  );
}

/** A guest comes, stays and goes while `reader` plays. */
async function guestComesAndGoes(reader: FlvReader): Promise<void> {
  await played(reader, 2);
  room.join(3);
  await waitUntil('the composed picture', 20_000, () => reader.configs === 2);
  await played(reader, 3);
  room.feed.leave(3);
  await waitUntil('the anchor alone', 20_000, () => reader.configs === 3);
  await waitUntil('no compositor', 10_000, () => composedStreams() === 0);
  await played(reader, 2);
}

it('an FLV player decodes across both changes, in time that only goes on', async () => {
  const url = server.url('room.flv');
  reader = await FlvReader.open(url);
  const decoded = run('ffmpeg', [
    '-v',
    'error',
    '-i',
    url,
    '-map',
    'v',
    '-map',
    'a',
    ...unrounded,
    '-f',
    'null',
    '-',
  ]);
  const sizes = run('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v', '-show_entries', 'frame=width,height', '-of', 'csv=p=0', url],
  ]);
  await guestComesAndGoes(reader);
  room.feed.endShow();
  expect(reader.backwardSteps()).toEqual([]);
  expect((await decoded).stderr).toBe('');
  const seen = (await sizes).stdout.trim().split('\n');
  expect([...new Set(seen)]).toEqual(['640,360', '1280,720']);
  expect(seen.at(-1)).toBe('640,360');
}, 90_000);

it('an FLV player that comes into a composed show is told the layout before the first picture', async () => {
  room.join(3);
  const { outputs, release } = await room.manager.acquire('room');
  await waitFor('a composed segment', async () => {
    const { text } = await outputs.packager.playlist(null);
    return layoutsIn(text).at(-1)?.layout.isComposed;
  });
  const response = await fetch(server.url('room.flv'));
  const bytes: Buffer[] = [];
  for await (const chunk of response.body ?? []) {
    bytes.push(Buffer.from(chunk));
    if (Buffer.concat(bytes).length > 20_000) break;
  }
  const text = Buffer.concat(bytes).toString('latin1');
  expect(text.indexOf(layoutScriptTag)).toBeGreaterThan(0);
  expect(text.indexOf(layoutScriptTag)).toBeLessThan(2000);
  expect(text).toContain('isComposed');
  release();
}, 60_000);

it('an HLS player plays one playlist across both changes, which says who stands where', async () => {
  reader = await FlvReader.open(server.url('room.flv'));
  const url = server.url('room/index.m3u8');
  const playlist = async () => (await fetch(url)).text();
  await playlist();
  const decoded = run('ffmpeg', ['-v', 'error', '-i', url, ...unrounded, '-f', 'null', '-']);
  const before = firstMsn(await playlist());
  await guestComesAndGoes(reader);
  const text = await playlist();
  expect(text).not.toContain('ENDLIST');
  expect(firstMsn(text)).toBeGreaterThanOrEqual(before);
  expect(text.match(/#EXT-X-DISCONTINUITY\n/g)?.length).toBeGreaterThanOrEqual(1);
  const ranges = layoutsIn(text);
  expect(ranges.at(-1)?.layout).toMatchObject({ isComposed: false, width: 640, height: 360 });
  expect(ranges.some(({ layout }) => layout.isComposed && layout.width === 1280)).toBe(true);
  expect(ranges.map(({ startsAtMs }) => startsAtMs)).toEqual(
    ranges.map(({ startsAtMs }) => startsAtMs).toSorted((a, b) => a - b),
  );
  expect(ranges[0]?.startsAtMs).toBeLessThanOrEqual(
    Date.parse(/PROGRAM-DATE-TIME:(\S+)/.exec(text)?.[1] ?? ''),
  );
  room.feed.endShow();
  expect((await decoded).stderr).toBe('');
}, 90_000);

const firstMsn = (text: string) => Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]);

function layoutsIn(playlist: string): { startsAtMs: number; layout: LayoutInForce }[] {
  const lines = playlist.split('\n').filter((line) => line.startsWith('#EXT-X-DATERANGE:'));
  return lines.map((line) => {
    expect(line).toContain(`CLASS="${layoutDateRangeClass}"`);
    expect(line).toContain('END-ON-NEXT=YES');
    const layout = Buffer.from(/X-LAYOUT="([^"]+)"/.exec(line)?.[1] ?? '', 'base64url').toString();
    return {
      startsAtMs: Date.parse(/START-DATE="([^"]+)"/.exec(line)?.[1] ?? ''),
      layout: JSON.parse(layout),
    };
  });
}
