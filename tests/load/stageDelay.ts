import type { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import type { HlsStageReader } from '../support/stage/HlsStageReader.ts';
import type { StagePerson } from '../support/stage/StagePerson.ts';
import type { SeenPicture, StageRecording } from '../support/stage/StageRecording.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const trustedRounds = 20;
const onStageMs = 3000;
const audible = 0.012;

type Reader = FlvStageReader | HlsStageReader;

interface Round {
  /** From the seat being taken to the first picture with the guest at the player, and to their tone. */
  seenMs: number;
  heardMs: number;
  /** How old the guest's pictures are at the player once all is settled. */
  ageMs: number;
}

/**
 * A second person takes a seat while players of FLV and LL-HLS read, and is cut by the panic button: when do the players, which decode
 * what they get and read barcodes and tones, see and hear it?
 */
export const stageDelay: Measurement = {
  name: 'stage-delay',
  title: 'Seat taken → in FLV and LL-HLS; panic cut → gone',
  async run() {
    const show = await StageShow.open({ LOG_LEVEL: 'warn' });
    try {
      await show.publish({ seat: 0 });
      const readers = { FLV: await show.openFlv(), 'LL-HLS': await show.openHls() };
      await Promise.all(Object.values(readers).map(({ recording }) => recording.sees({ 0: 0 })));
      const rounds: Record<string, Round[]> = { FLV: [], 'LL-HLS': [] };
      const cuts: number[] = [];
      for (let i = 0; i < watchSeconds(trustedRounds); i += 1) {
        const number = 10 + i;
        const takenAtMs = Date.now();
        const guest = await show.publish({ seat: 1, number });
        const comings = Object.entries(readers).map(async ([name, reader]) =>
          rounds[name]?.push(await comesUp(reader, guest, takenAtMs)),
        );
        await Promise.all(comings);
        cuts.push(await cut(show, guest, readers.FLV));
        guest.leave();
        await Promise.all(Object.values(readers).map(({ recording }) => recording.sees({ 0: 0 })));
      }
      const paths = Object.entries(rounds).flatMap(([name, found]) => figuresOf(name, found));
      return [...paths, { what: 'FLV: cut → gone, p95', value: percentile(cuts, 0.95), unit: 'ms' }];
    } finally {
      await show.close();
    }
  },
};

async function comesUp(reader: Reader, guest: StagePerson, takenAtMs: number): Promise<Round> {
  const { recording } = reader;
  const isThere = ({ people }: SeenPicture) => people.get(1)?.number === guest.marks.number;
  const [first, heardAtMs] = await Promise.all([
    waitFor('the guest to be seen', () => recording.pictures.find(isThere), { deadlineMs: 60_000 }),
    hears(recording, guest),
  ]);
  await recording.goesOn(onStageMs);
  const ages = recording.pictures
    .filter(isThere)
    .slice(-25)
    .map((picture) => ageOf(picture, guest));
  return { seenMs: first.seenMs - takenAtMs, heardMs: heardAtMs - takenAtMs, ageMs: percentile(ages, 0.5) };
}

/** When their tone sounds, ms since the epoch. */
async function hears(recording: StageRecording, { marks }: StagePerson): Promise<number> {
  const isHeard = () => recording.levelOf(marks.toneHz) > audible;
  await waitFor('the guest to be heard', isHeard, { deadlineMs: 60_000 });
  return Date.now();
}

function ageOf({ people, seenMs }: SeenPicture, { publisher }: StagePerson): number {
  const sentAtMs = publisher.pictureSentAtMs(people.get(1)?.picture ?? -1);
  return sentAtMs === undefined ? Number.NaN : seenMs - sentAtMs;
}

/** From the request until the last picture with the guest has come to the FLV player, ms; 0: none came later. */
async function cut(show: StageShow, guest: StagePerson, { recording }: FlvStageReader): Promise<number> {
  const atMs = Date.now();
  await show.host.request('cutFromAir', { seat: guest.seat });
  await recording.goesOn(1000, 60_000);
  const seen = recording.pictures.findLast(({ people }) => people.get(1)?.number === guest.marks.number);
  return Math.max(0, (seen?.seenMs ?? 0) - atMs);
}

function figuresOf(name: string, rounds: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number) => rounds.map(pick);
  const beyondPath = of(({ seenMs, heardMs, ageMs }) => Math.max(seenMs, heardMs) - ageMs);
  return [
    {
      what: `${name}: taken → seen, p50`,
      value: percentile(
        of(({ seenMs }) => seenMs),
        0.5,
      ),
      unit: 'ms',
    },
    {
      what: `${name}: taken → seen, p95`,
      value: percentile(
        of(({ seenMs }) => seenMs),
        0.95,
      ),
      unit: 'ms',
    },
    {
      what: `${name}: taken → heard, p95`,
      value: percentile(
        of(({ heardMs }) => heardMs),
        0.95,
      ),
      unit: 'ms',
    },
    {
      what: `${name}: age of a picture, p50`,
      value: percentile(
        of(({ ageMs }) => ageMs),
        0.5,
      ),
      unit: 'ms',
    },
    {
      what: `${name}: seen and heard, less the path, p95`,
      value: percentile(beyondPath, 0.95),
      unit: 'ms',
      target: { atMost: 2000 },
    },
  ];
}
