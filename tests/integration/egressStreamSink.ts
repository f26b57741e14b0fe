import { execFile } from 'node:child_process';
import type { LayoutInForce } from '@lianmai/shared';
import type { EgressOutputs, MediaTag, StreamConfig } from '../../server/src/egress/MediaTag.ts';

/** Keeps everything that an egress stream says, and can tell what is wrong with it. */
export class RecordingSink implements EgressOutputs {
  readonly configs: { config: StreamConfig; at: { timestampMs: number; wallClockMs: number } }[] = [];
  readonly layouts: { layout: LayoutInForce; at: { timestampMs: number; wallClockMs: number } }[] = [];
  readonly #tags: { tag: MediaTag; generation: number }[] = [];
  readonly playerCount = 0;
  readonly playersCut = 0;
  ends = 0;
  closes = 0;

  onConfig(config: StreamConfig, at: { timestampMs: number; wallClockMs: number }): void {
    this.configs.push({ config, at });
  }

  onTag(tag: MediaTag): void {
    this.#tags.push({ tag, generation: this.configs.length });
  }

  onLayout(layout: LayoutInForce, at: { timestampMs: number; wallClockMs: number }): void {
    this.layouts.push({ layout, at });
  }

  onEnd(): void {
    this.ends++;
  }

  close(): void {
    this.closes++;
  }

  lastMs(kind: MediaTag['kind']): number {
    return this.#tags.findLast(({ tag }) => tag.kind === kind)?.tag.timestampMs ?? 0;
  }

  /** How many in the last `ms`. */
  count(kind: MediaTag['kind'], ms: number): number {
    const fromMs = this.lastMs(kind) - ms;
    return this.#tags.filter(({ tag }) => tag.kind === kind && tag.timestampMs > fromMs).length;
  }

  maxGapMs(kind: MediaTag['kind']): number {
    return Math.max(...this.#steps(kind));
  }

  /** The longest steps of time: from the last tag of one config to the first of the next, and between tags of one config. */
  longestSteps(kind: MediaTag['kind']): { atSeams: number; elsewhere: number } {
    const tags = this.#tags.filter(({ tag }) => tag.kind === kind);
    const longest = { atSeams: 0, elsewhere: 0 };
    for (const [i, { tag, generation }] of tags.entries()) {
      const before = tags[i - 1];
      if (!before) continue;
      const where = before.generation === generation ? 'elsewhere' : 'atSeams';
      longest[where] = Math.max(longest[where], tag.timestampMs - before.tag.timestampMs);
    }
    return longest;
  }

  minGapMs(kind: MediaTag['kind']): number {
    return Math.min(...this.#steps(kind));
  }

  wallClockOf(timestampMs: number): number | undefined {
    const at = this.configs.at(-1)?.at;
    return at && at.wallClockMs + timestampMs - at.timestampMs;
  }

  /** Violations of the contract in MediaTag.ts. */
  problems(): string[] {
    const problems: string[] = [];
    let lastMs = 0;
    let lastGeneration = 0;
    for (const { tag, generation } of this.#tags) {
      if (generation === 0) problems.push('a tag before the first config');
      if (tag.timestampMs < lastMs)
        problems.push(`${tag.kind} goes back from ${lastMs} to ${tag.timestampMs}`);
      lastMs = tag.timestampMs;
      if (tag.kind !== 'video') continue;
      if (generation !== lastGeneration && !tag.isKeyframe) problems.push('a generation without keyframe');
      lastGeneration = generation;
      if (tag.payload.readUInt32BE(0) > tag.payload.length) problems.push('not AVCC');
    }
    return problems;
  }

  /** For each flash of the last generation: beep minus flash in ms, as ffmpeg decodes what came out. */
  async lipSyncOffsets(): Promise<number[]> {
    const flv = this.#toFlv();
    const flashes = await detect(flv, ['-vf', 'signalstats,metadata=print:file=-', '-an'], (frame) => {
      return Number(/YAVG=([\d.]+)/.exec(frame)?.[1]) > 120;
    });
    const stats = 'astats=metadata=1:reset=1:length=0.005,ametadata=print:file=-';
    const beeps = await detect(flv, ['-af', `aresample=48000,asetnsamples=240,${stats}`, '-vn'], (frame) => {
      return Number(/Overall.RMS_level=(-?[\d.]+)/.exec(frame)?.[1] ?? -100) > -25;
    });
    return flashes.flatMap((flash) => {
      const offsets = beeps.map((beep) => beep - flash).filter((offset) => Math.abs(offset) < 500);
      return offsets.slice(0, 1);
    });
  }

  #steps(kind: MediaTag['kind']): number[] {
    const times = this.#tags.filter(({ tag }) => tag.kind === kind).map(({ tag }) => tag.timestampMs);
    return times.slice(1).map((ms, i) => ms - (times[i] ?? ms));
  }

  #toFlv(): Buffer {
    const { config } = this.configs.at(-1) ?? {};
    if (!config) throw new Error('no config');
    const parts: Buffer[] = [Buffer.from('464c5601050000000900000000', 'hex')];
    parts.push(flvTag(9, 0, Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), config.video.avcC])));
    parts.push(flvTag(8, 0, Buffer.concat([Buffer.from([0xaf, 0]), config.audio.audioSpecificConfig])));
    for (const { tag, generation } of this.#tags) {
      if (generation !== this.configs.length) continue;
      const head = tag.kind === 'audio' ? [0xaf, 1] : [tag.isKeyframe ? 0x17 : 0x27, 1, 0, 0, 0];
      const body = Buffer.concat([Buffer.from(head), tag.payload]);
      parts.push(flvTag(tag.kind === 'audio' ? 8 : 9, tag.timestampMs, body));
    }
    return Buffer.concat(parts);
  }
}

function flvTag(type: number, timestampMs: number, body: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  head.writeUIntBE(timestampMs & 0xffffff, 4, 3);
  head[7] = timestampMs >> 24;
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(11 + body.length);
  return Buffer.concat([head, body, tail]);
}

/** The times in ms at which `isOn` becomes true, frame by frame. */
async function detect(flv: Buffer, filter: string[], isOn: (frame: string) => boolean): Promise<number[]> {
  const args = ['-v', 'error', '-copyts', '-i', 'pipe:0', ...filter, '-f', 'null', '-'];
  const text = await new Promise<string>((resolve, reject) => {
    const child = execFile('ffmpeg', args, { maxBuffer: 64 << 20 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
    child.stdin?.end(flv);
  });
  const onsets: number[] = [];
  let wasOn = true;
  for (const frame of text.split(/^frame:/m).slice(1)) {
    const on = isOn(frame);
    const seconds = Number(/pts_time:([\d.]+)/.exec(frame)?.[1]);
    if (on && !wasOn) onsets.push(seconds * 1000);
    wasOn = on;
  }
  return onsets;
}
