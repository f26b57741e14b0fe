import { readdir, readFile } from 'node:fs/promises';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import type { VideoFrame } from '../../server/src/egress/compositor/person/FrameQueue.ts';
import { Person } from '../../server/src/egress/compositor/person/Person.ts';
import type { CompositorTrack } from '../../server/src/egress/compositor/protocol.ts';
import type { FakeProducer } from './egressStreamPublisher.ts';

/** Late enough for a busy machine, early enough for what a person holds: a second of pictures, two of sound. */
const behindMs = 850;
const soundBehindMs = 1500;
const lookEveryMs = 10;
const samplesPerMs = 48;
const audible = 0.1;
const clock = new SystemClock();

/**
 * One person as the Compositor sees them, on a timeline that began hours ago: every picture in turn and all sound, some time behind
 * now. Owns the person.
 */
export class PersonView {
  readonly person: Person;
  /** All that were shown, in order. */
  readonly frames: VideoFrame[] = [];
  /** Where sound began after 100 ms of silence. */
  readonly beepsMs: number[] = [];
  readonly #originMs: number;
  readonly #timer: NodeJS.Timeout;
  #lookedToMs: number;
  #readTo: number;
  #audibleAt: number;

  static async open(): Promise<PersonView> {
    const originMs = clock.nowMs() - 20 * 3_600_000;
    const person = await Person.open({
      personId: 'u1',
      clock,
      originMs,
      ffmpegPath: 'ffmpeg',
      log: silentLogger(),
      onKeyFrameWanted: () => undefined,
    });
    return new PersonView(person, originMs);
  }

  private constructor(person: Person, originMs: number) {
    this.person = person;
    this.#originMs = originMs;
    this.#lookedToMs = this.shownMs;
    this.#readTo = this.#heardSample;
    this.#audibleAt = this.#readTo;
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  /** The time that is shown. */
  get shownMs(): number {
    return this.nowMs - behindMs;
  }

  /** The timeline's now: what is captured after it is shown later. */
  get nowMs(): number {
    return clock.nowMs() - this.#originMs;
  }

  get #heardSample(): number {
    return Math.round((this.nowMs - soundBehindMs) * samplesPerMs);
  }

  get isLive(): boolean {
    return this.person.hasLivePicture(this.#lookedToMs);
  }

  attach(producer: FakeProducer): void {
    this.person.attach(trackOf(producer));
    producer.sendTo(this.person.port);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.person.close();
  }

  #look(): void {
    const { shownMs } = this;
    for (; this.#lookedToMs < shownMs; this.#lookedToMs += lookEveryMs) {
      const frame = this.person.frameAt(this.#lookedToMs);
      if (frame && frame !== this.frames.at(-1)) this.frames.push(frame);
    }
    this.#listen(this.#heardSample);
  }

  #listen(toSample: number): void {
    const samples = new Float32Array(2 * Math.max(0, toSample - this.#readTo));
    this.person.readSound(this.#readTo, samples);
    for (let i = 0; i < samples.length; i += 2, this.#readTo++) {
      if (Math.abs(samples[i] ?? 0) < audible) continue;
      if (this.#readTo - this.#audibleAt > 100 * samplesPerMs) this.beepsMs.push(this.#readTo / samplesPerMs);
      this.#audibleAt = this.#readTo;
    }
  }
}

export function trackOf({ id, clip, ssrc, payloadType, clockRate }: FakeProducer): CompositorTrack {
  const kind = clip.codec === 'opus' ? 'audio' : 'video';
  return { producerId: id, kind, codec: clip.codec, ssrc, payloadType, clockRate, codecParameters: {} };
}

/** ffmpeg children of a process, oldest first. */
export async function decoderPids(parent = process.pid): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ((await isFfmpegOf(pid, parent)) ? [pid] : [])));
  return found.flat().sort((a, b) => a - b);
}

async function isFfmpegOf(pid: number, parent: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // "pid (name) state ppid ...".
  const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat.includes('(ffmpeg)') && Number(ppid) === parent;
}
