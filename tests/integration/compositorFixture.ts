import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CompositionSettings, defaultCompositionSettings, type LayoutInForce } from '@lianmai/shared';
import type {
  CompositorReport,
  CompositorRequest,
  CompositorStats,
  CompositorTrack,
  ScenePerson,
} from '../../server/src/egress/compositor/protocol.ts';
import type { MediaTag, StreamConfig } from '../../server/src/egress/MediaTag.ts';
import { flvFileHeader, mediaTagBytes, sequenceHeaderBytes } from '../../server/src/egress/relay/flvBytes.ts';
import { waitFor } from '../support/waitFor.ts';
import { type Clip, h264Clip, opusClip, vp8Clip } from './egressStreamClip.ts';
import { FakeProducer } from './egressStreamPublisher.ts';

const mainPath = fileURLToPath(new URL('../../server/src/egress/compositor/main.ts', import.meta.url));

/** A compositor process, forked as the server does it, with everything that it said. */
export class CompositorChild {
  readonly originMs = Date.now() - 5000;
  readonly tags: MediaTag[] = [];
  readonly arrivals: number[] = [];
  readonly configs: { config: StreamConfig; timestampMs: number; beforeTag: number }[] = [];
  readonly layouts: { layout: LayoutInForce; atMs: number; beforeTag: number }[] = [];
  readonly ports = new Map<string, number>();
  readonly keyFrameRequests: string[] = [];
  stats: CompositorStats | null = null;
  readyCount = 0;
  stderr = '';
  readonly exited: Promise<unknown>;
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(mainPath, ['warn'], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.exited = once(this.#child, 'exit');
    this.#child.on('message', (message) => this.#take(message as CompositorReport));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.send({ type: 'setUp', ffmpegPath: 'ffmpeg', originMs: this.originMs, frameRate: 25 });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get nowMs(): number {
    return Date.now() - this.originMs;
  }

  get pictures(): Extract<MediaTag, { kind: 'video' }>[] {
    return this.tags.filter((tag) => tag.kind === 'video');
  }

  get sounds(): Extract<MediaTag, { kind: 'audio' }>[] {
    return this.tags.filter((tag) => tag.kind === 'audio');
  }

  send(request: CompositorRequest | Record<string, unknown>): void {
    if (this.#child.connected) this.#child.send(request);
  }

  setScene(people: ScenePerson[], settings: Partial<CompositionSettings> = {}): void {
    const scene = { people, settings: { ...defaultCompositionSettings, canvas: small, ...settings } };
    this.send({ type: 'setScene', scene });
  }

  async begin(): Promise<number> {
    await waitFor('ready', () => this.readyCount > 0);
    const atMs = Math.round(this.nowMs) + 100;
    this.send({ type: 'begin', atMs });
    await waitFor('the first picture', () => this.pictures.length > 0, { deadlineMs: 20_000 });
    return atMs;
  }

  /** Waits until pictures have come for another `ms` of the timeline. */
  async play(ms: number): Promise<void> {
    const fromMs = this.pictures.at(-1)?.timestampMs ?? this.nowMs;
    await waitFor(`${ms} ms more`, () => (this.pictures.at(-1)?.timestampMs ?? 0) >= fromMs + ms, {
      deadlineMs: ms + 20_000,
    });
  }

  disconnect(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async close(): Promise<void> {
    this.disconnect();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 6000);
    await this.exited;
    clearTimeout(killer);
  }

  /** ffmpeg children whose command line contains `what`. */
  async children(what: string): Promise<number[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(parent) !== this.pid || state === 'Z') return [];
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        return command.includes(what) ? [Number(pid)] : [];
      }),
    );
    return found.flat();
  }

  /** Tags since the newest config that can be decoded. */
  decodable(fromMs = 0): MediaTag[] {
    const tags = this.tags.slice(this.configs.at(-1)?.beforeTag ?? 0);
    const firstKey = tags.findIndex(
      (tag) => tag.kind === 'video' && tag.isKeyframe && tag.timestampMs >= fromMs,
    );
    return tags.slice(Math.max(0, firstKey));
  }

  /** All tags since the newest config as an FLV file. */
  flv(fromMs = 0): Buffer {
    const newest = this.configs.at(-1);
    if (!newest) throw new Error('no config');
    const whole = this.decodable(fromMs);
    return Buffer.concat([
      flvFileHeader,
      sequenceHeaderBytes(newest.config, whole[0]?.timestampMs ?? 0),
      ...whole.map(mediaTagBytes),
    ]);
  }

  /** Sound alone, of one encoder after the other, as an FLV file. */
  soundFlv(fromMs: number): Buffer {
    const newest = this.configs.at(-1);
    if (!newest) throw new Error('no config');
    const tags = this.sounds.filter(({ timestampMs }) => timestampMs >= fromMs);
    return Buffer.concat([
      flvFileHeader,
      sequenceHeaderBytes(newest.config, fromMs),
      ...tags.map(mediaTagBytes),
    ]);
  }

  /** Violations of what the protocol promises. */
  problems(): string[] {
    const last = { video: -1, audio: -1 };
    const problems = this.tags.flatMap((tag) => {
      const before = last[tag.kind];
      last[tag.kind] = tag.timestampMs;
      return tag.timestampMs <= before && before > 0 ? [`${tag.kind}: ${before} → ${tag.timestampMs}`] : [];
    });
    for (const { beforeTag } of this.configs) {
      const first = this.tags.slice(beforeTag).find((tag) => tag.kind === 'video');
      if (first && !first.isKeyframe) problems.push('a config without a keyframe after it');
    }
    return problems;
  }

  /** The longest step between tags of a kind. */
  longestGapMs(kind: MediaTag['kind'], fromMs = 0): number {
    const times = this.tags
      .filter((tag) => tag.kind === kind && tag.timestampMs >= fromMs)
      .map(({ timestampMs }) => timestampMs);
    return times.reduce((longest, ms, i) => Math.max(longest, ms - (times[i - 1] ?? ms)), 0);
  }

  #take(report: CompositorReport): void {
    switch (report.type) {
      case 'tag': {
        // Advanced serialisation gives bytes as Uint8Array.
        const payload = Buffer.from(report.tag.payload);
        this.tags.push({ ...report.tag, payload });
        this.arrivals.push(this.nowMs);
        break;
      }
      case 'config':
        this.configs.push({ ...report, beforeTag: this.tags.length });
        break;
      case 'layoutInForce':
        this.layouts.push({ ...report, beforeTag: this.tags.length });
        break;
      case 'personOpened':
        this.ports.set(report.personId, report.port);
        break;
      case 'keyFrameWanted':
        this.keyFrameRequests.push(report.personId);
        break;
      case 'ready':
        this.readyCount += 1;
        break;
      case 'stats':
        this.stats = report.stats;
    }
  }
}

/** Small: two cores do it beside everything else. */
export const small = { width: 360, height: 640 };

export interface Look {
  colour: string;
  rgb: [number, number, number];
  hz: number;
  /** An ffmpeg source, where a colour is not enough. */
  source?: string;
}

export const looks: Look[] = [
  { colour: 'red', rgb: [255, 0, 0], hz: 440 },
  { colour: 'lime', rgb: [0, 255, 0], hz: 660 },
  { colour: 'blue', rgb: [0, 0, 255], hz: 1030 },
  { colour: 'yellow', rgb: [255, 255, 0], hz: 1570 },
];

export function scenePerson(seat: number, changes: Partial<ScenePerson> = {}): ScenePerson {
  return {
    personId: `p${seat}`,
    roomId: 'room',
    seat,
    isRival: false,
    userId: `u${seat}`,
    name: `嘉宾 ${seat}: it's [100%], "\\x";`,
    hasPicture: true,
    isHeard: true,
    ...changes,
  };
}

const colourSource = (colour: string, size: string) => `color=c=${colour}:s=${size}:r=25,format=yuv420p`;
const tone = (hz: number) => `aevalsrc='0.25*sin(2*PI*${hz}*t)':s=48000:d=4,aformat=channel_layouts=stereo`;

/** One person's camera and microphone: one colour, one tone. */
export class Publisher {
  readonly video: FakeProducer;
  readonly audio: FakeProducer;

  static async create(look: Look, { size = '320x240', codec = 'H264' as Clip['codec'] } = {}) {
    const video =
      codec === 'VP8' ? vp8Clip(size) : h264Clip(size, look.source ?? colourSource(look.colour, size));
    const [picture, sound] = await Promise.all([video, opusClip(tone(look.hz))]);
    return new Publisher(picture, sound);
  }

  /** A white picture and a beep at the beginning of each second. */
  static async createFlashing(): Promise<Publisher> {
    const [picture, sound] = await Promise.all([h264Clip('320x240'), opusClip()]);
    return new Publisher(picture, sound);
  }

  private constructor(video: Clip, audio: Clip) {
    this.video = new FakeProducer('camera', video);
    this.audio = new FakeProducer('microphone', audio);
  }

  async feed(compositor: CompositorChild, personId: string): Promise<void> {
    const port = await waitFor(`${personId} to open`, () => compositor.ports.get(personId));
    for (const producer of [this.video, this.audio]) {
      compositor.send({ type: 'attachTrack', personId, track: trackOf(producer) });
      producer.sendTo(port);
    }
  }

  close(): void {
    this.video.close();
    this.audio.close();
  }
}

function trackOf({ id, clip, ssrc, payloadType, clockRate }: FakeProducer): CompositorTrack {
  const kind = clip.codec === 'opus' ? 'audio' : 'video';
  return { producerId: id, kind, codec: clip.codec, ssrc, payloadType, clockRate, codecParameters: {} };
}
