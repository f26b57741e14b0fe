import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import { marksOf } from '../support/stage/personClips.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';

const everybody = { 0: 0, 1: 1, 2: 2 };
/** The others' pictures and sound go on; on a busy machine not every frame. */
const stallMs = 1000;

let show: StageShow;
let flv: FlvStageReader;

beforeEach(async () => {
  show = await StageShow.open();
  await show.publish({ seat: 0 });
  await show.publish({ seat: 1 });
  await show.publish({ seat: 2 });
  flv = await show.openFlv();
  await flv.recording.sees(everybody);
});
afterEach(() => show.close());

/** By its barcode: whose decoder it was that was stopped, once their picture stands still, and for far longer than a busy machine holds up the others. */
async function whoStandsStill(): Promise<number> {
  const { recording } = flv;
  const sinceMs = recording.lastPicture?.atMs ?? 0;
  const standingStill = () => {
    const stillMs = (number: number) => recording.longestStillMs(number, sinceMs);
    const [first = 0, second = 0] = [0, 1, 2].sort((a, b) => stillMs(b) - stillMs(a));
    return stillMs(first) > Math.max(400, 2 * stillMs(second)) ? first : undefined;
  };
  const found = await waitFor(
    'somebody to stand still',
    () => {
      const last = recording.lastPicture;
      const missing = [0, 1, 2].find((seat) => last && !last.people.get(seat));
      const still = standingStill() ?? missing;
      return still === undefined ? undefined : { still };
    },
    { deadlineMs: 15_000 },
  );
  return found.still;
}

/** Moves, and is heard, as it should. */
async function goesOnWithout(stopped: number, sinceMs: number): Promise<void> {
  const { recording } = flv;
  await recording.goesOn(1500);
  for (const number of [0, 1, 2].filter((candidate) => candidate !== stopped)) {
    expect(recording.longestStillMs(number, sinceMs)).toBeLessThan(stallMs);
  }
  expect(recording.longestPictureGapMs(sinceMs)).toBeLessThan(stallMs);
}

const marks = [0, 1, 2].map(marksOf);

describe.each(['SIGSTOP', 'SIGKILL'] as const)('%s of a decoder of pictures', (signal) => {
  it('holds up nobody else, and the person is back', async () => {
    const { pictures } = await show.processes(3);
    const sinceMs = flv.recording.lastPicture?.atMs ?? 0;
    const killed = pictures.at(-1) ?? -1;
    process.kill(killed, signal);
    if (signal === 'SIGSTOP') await goesOnWithout(await whoStandsStill(), sinceMs);
    const isReplaced = async () => !(await show.processes(3)).pictures.includes(killed);
    await waitFor('another decoder', isReplaced, { deadlineMs: 20_000 });
    await flv.recording.goesOn(500);
    await flv.recording.sees(everybody);
    await flv.recording.hears(marks);
    expect(flv.hasEnded).toBe(false);
  });
});

it('kill -9 of a decoder of sound silences its person only for a moment', async () => {
  const { sounds } = await show.processes(3);
  process.kill(sounds.at(-1) ?? -1, 'SIGKILL');
  await waitFor(
    'another decoder',
    async () => {
      const now = (await show.processes(3)).sounds;
      return now.length === sounds.length && !now.includes(sounds.at(-1) ?? -1);
    },
    { deadlineMs: 20_000 },
  );
  await flv.recording.goesOn(1000);
  await flv.recording.hears(marks);
  await flv.recording.sees(everybody);
});

describe.each(['encoder', 'compositor'] as const)('kill -9 of the %s', (which) => {
  it('breaks the output for a moment: same FLV answer, same playlist', async () => {
    const hls = await show.openHls();
    await hls.recording.sees(everybody);
    const before = await show.processes(3);
    process.kill(before[which], 'SIGKILL');
    const isReplaced = async () => (await show.processes(3))[which] !== before[which];
    await waitFor(`another ${which}`, isReplaced, { deadlineMs: 20_000 });
    for (const { recording } of [flv, hls]) {
      await recording.goesOn(1500, 20_000);
      await recording.sees(everybody);
      await recording.hears(marks);
    }
    expect(flv.hasEnded).toBe(false);
    expect(flv.backwardSteps).toBe(0);
    expect(hls.everEnded).toBe(false);
    hls.assertUnbroken();
  });
});

it('a publisher who freezes is shown by a still or a placeholder, the others go on', async () => {
  const guest = await show.publish({ seat: 3, number: 8 });
  await flv.recording.sees({ ...everybody, 3: 8 });
  guest.publisher.pause();
  await flv.recording.hearsNot(guest.marks);
  const sinceMs = flv.recording.lastPicture?.atMs ?? 0;
  await goesOnWithout(8, sinceMs);
  await flv.recording.hears(marks);
});
