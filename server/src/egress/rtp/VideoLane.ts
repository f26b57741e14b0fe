import { isReadableSps, maxParameterSetBytes } from '../../codecs/sps.ts';
import type { TapTrack } from '../../rooms/ports/MediaEngine.ts';
import { isDecodableSize } from './decodableSize.ts';
import { flushSlice } from './flushSlice.ts';
import { aggregateNals, inspectH264 } from './h264Payload.ts';
import { type Keyframe, KeyframeCache } from './KeyframeCache.ts';
import type { LipSync } from './LipSync.ts';
import { placeholderIdr, placeholderPps, placeholderSps } from './placeholder.ts';
import type { SenderReport } from './rtcp.ts';
import {
  createPacket,
  hasMarker,
  payloadOf,
  rewriteHeader,
  sequenceDistance,
  sequenceOf,
  timestampOf,
} from './rtpPacket.ts';
import type { VideoConfig } from './VideoConfig.ts';
import { VideoTimeline } from './VideoTimeline.ts';
import { readVp8KeyframeSize, startsVp8Keyframe, vp8FrameBytes } from './vp8Payload.ts';

/** After so long without a picture the last keyframe is shown again, so that segments and players go on. */
const replayAfterMs = 1000;
/** A track that has just begun gets this long for its first keyframe before the placeholder is shown. */
const firstKeyframeMs = 1500;
/** A room's tracks are attached by then, when there are any. */
const firstTrackMs = 300;
/** A publisher sends a few parameter sets for one picture. */
const maxHeld = 8;
/** Further behind than any retransmission comes. */
const maxLatePackets = 8192;
const nothing = Buffer.alloc(0);

export interface VideoLaneOptions {
  ssrc: number;
  payloadType: number;
  lipSync: LipSync;
  /** Nothing but the publisher's own pictures: no placeholder, no keyframe shown again, no flush slices. */
  isBare?: boolean;
  /** A keyframe begins at `timelineMs`; its packets follow at once. */
  onKeyframe: (config: VideoConfig, timelineMs: number) => void;
  /** Once a track: an SPS that makes no sense, or a picture that is too large. */
  onUnreadableSps: () => void;
  emit: (packet: Buffer) => void;
}

interface ParameterSets {
  sps: Buffer | null;
  pps: Buffer | null;
}

interface Track {
  codec: VideoConfig['codec'];
  timeline: VideoTimeline;
  sets: ParameterSets;
  /** Parameter sets on their own, waiting for the IDR slice that belongs to them. */
  held: Buffer[];
  keyframeTimestamp: number | null;
  hasToldOfSps: boolean;
  gate: 'closed' | { fromSequence: number };
}

/**
 * The egress's picture: one RTP stream without an end, whatever tracks come and go. It begins with a keyframe, goes on with one
 * after every gap, and shows the last keyframe again, or a placeholder, while nothing arrives.
 */
export class VideoLane {
  readonly #options: VideoLaneOptions;
  readonly #cache: KeyframeCache;
  #track: Track | null = null;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastShownAtMs = Number.NEGATIVE_INFINITY;
  /** How far the track's time is behind ours by now: it follows the sound's clock, not ours. */
  #lagMs = 0;
  #placeholderDueMs = firstTrackMs;
  #nextSequence = 0;
  /** What is added to a track's sequence numbers, and was before the newest picture ended. */
  #shift = { before: 0, now: 0, sinceSequence: 0 };

  constructor(options: VideoLaneOptions) {
    this.#options = options;
    this.#cache = new KeyframeCache(null);
  }

  attach(track: Pick<TapTrack, 'codec' | 'clockRate' | 'codecParameters'>, nowMs: number): void {
    if (track.codec === 'opus') throw new Error('an audio track on the video lane');
    this.#track = {
      codec: track.codec,
      timeline: new VideoTimeline(track.clockRate, this.#options.lipSync),
      sets: parseSprop(track.codecParameters['sprop-parameter-sets']),
      held: [],
      keyframeTimestamp: null,
      hasToldOfSps: false,
      gate: 'closed',
    };
    if (this.#lastMs === Number.NEGATIVE_INFINITY) this.#placeholderDueMs = nowMs + firstKeyframeMs;
  }

  detach(): void {
    this.#track = null;
  }

  onReport(report: SenderReport): void {
    this.#track?.timeline.clock.onReport(report);
  }

  /** `nowMs` is the arrival on the egress timeline. */
  push(packet: Buffer, nowMs: number): void {
    const track = this.#track;
    if (!track) return;
    if (track.codec === 'VP8') this.#pushVp8(track, packet, nowMs);
    else this.#pushH264(track, packet, nowMs);
  }

  /** What arrives is left out until a keyframe comes. */
  get waitsForKeyframe(): boolean {
    return this.#track?.gate === 'closed';
  }

  /** Keeps the picture going when nothing arrives. */
  tick(nowMs: number): void {
    if (this.#options.isBare) return;
    const hasPicture = this.#cache.latest !== null || nowMs >= this.#placeholderDueMs;
    if (hasPicture && nowMs - this.#lastShownAtMs >= replayAfterMs) this.replay(nowMs);
  }

  /** Shows the newest keyframe again, now; live video goes on with its next keyframe. */
  replay(nowMs: number): void {
    const keyframe = this.#cache.latest ?? placeholder;
    if (this.#track) this.#track.gate = 'closed';
    const atMs = Math.max(nowMs - this.#lagMs, this.#lastMs + 2);
    this.#lastMs = atMs;
    this.#lastShownAtMs = nowMs;
    this.#options.onKeyframe(keyframe.config, atMs);
    const last = keyframe.payloads.length - 1;
    keyframe.payloads.forEach((payload, i) => {
      this.#create(payload, atMs, i === last);
    });
    if (keyframe.config.codec === 'H264') this.#create(flushSlice, atMs + 1, true);
  }

  #pushVp8(track: Track, packet: Buffer, nowMs: number): void {
    const payload = payloadOf(packet);
    const isStart = startsVp8Keyframe(payload);
    if (isStart && !isUsableVp8Keyframe(payload)) {
      this.#refuse(track);
      return;
    }
    if (isStart) this.#beginKeyframe(track, { codec: 'VP8' }, packet, nowMs, []);
    this.#forward(track, packet, nowMs);
  }

  #pushH264(track: Track, packet: Buffer, nowMs: number): void {
    const { hasIdr, sps, pps } = inspectH264(payloadOf(packet));
    const isNewSps = sps && !sps.equals(track.sets.sps ?? nothing);
    if ((isNewSps && !isReadableSps(sps)) || (pps && pps.length > maxParameterSetBytes)) {
      this.#refuse(track);
      return;
    }
    if (sps || pps) learnSets(track, sps, pps);
    const timestamp = timestampOf(packet);
    if (track.held[0] && timestampOf(track.held[0]) !== timestamp) track.held = [];
    const isInKeyframe = track.keyframeTimestamp === timestamp;
    if ((sps || pps) && !hasIdr && !isInKeyframe) {
      if (track.held.length < maxHeld) track.held.push(packet);
      return;
    }
    const held = track.held;
    track.held = [];
    const first = held[0] ?? packet;
    const sets = track.sets;
    if (hasIdr && !isInKeyframe && sets.sps && sets.pps) {
      const hasOwnSets = held.length > 0 || sps !== null;
      const prefix = hasOwnSets ? [] : [aggregateNals([sets.sps, sets.pps])];
      this.#beginKeyframe(track, { codec: 'H264', sps: sets.sps, pps: sets.pps }, first, nowMs, prefix);
    }
    for (const earlier of held) this.#forward(track, earlier, nowMs);
    this.#forward(track, packet, nowMs);
  }

  /** What comes now belongs to a picture that nobody can place; the last one is shown again until there is a keyframe with better sets. */
  #refuse(track: Track): void {
    track.sets = { sps: null, pps: null };
    track.held = [];
    track.keyframeTimestamp = null;
    track.gate = 'closed';
    if (!track.hasToldOfSps) this.#options.onUnreadableSps();
    track.hasToldOfSps = true;
  }

  /** `prefix`: payloads that the publisher left out. */
  #beginKeyframe(track: Track, config: VideoConfig, first: Buffer, nowMs: number, prefix: Buffer[]): void {
    const sequence = sequenceOf(first);
    track.keyframeTimestamp = timestampOf(first);
    const atMs = this.#place(track, track.keyframeTimestamp, nowMs);
    if (track.gate === 'closed') this.#openGate(track, sequence);
    this.#cache.begin(config, sequence, prefix);
    this.#options.onKeyframe(config, atMs);
    for (const payload of prefix) {
      this.#create(payload, atMs, false);
      this.#insertedBefore(sequence);
    }
  }

  #openGate(track: Track, sequence: number): void {
    track.gate = { fromSequence: sequence };
    const shift = this.#nextSequence - sequence;
    this.#shift = { before: shift, now: shift, sinceSequence: sequence };
  }

  #forward(track: Track, packet: Buffer, nowMs: number): void {
    if (track.gate === 'closed') return;
    const sequence = sequenceOf(packet);
    if (!this.#passesGate(track, sequence)) return;
    const timestamp = timestampOf(packet);
    const isLast = hasMarker(packet);
    const atMs = this.#place(track, timestamp, nowMs);
    this.#lastShownAtMs = nowMs;
    if (isLast) this.#lagMs += (nowMs - atMs - this.#lagMs) / 16;
    if (timestamp === track.keyframeTimestamp) this.#cache.add(packet, sequence, isLast);
    this.#emit(packet, this.#shiftOf(sequence) + sequence, atMs, isLast);
    if (!isLast || track.codec === 'VP8' || this.#options.isBare) return;
    this.#create(flushSlice, atMs + 1, true);
    this.#insertedBefore((sequence + 1) & 0xffff);
  }

  /** The gate follows at a distance: sequence numbers go round in minutes. One that jumps back that far begins anew, with a keyframe. */
  #passesGate(track: Track, sequence: number): boolean {
    if (track.gate === 'closed') return false;
    const distance = sequenceDistance(sequence, track.gate.fromSequence);
    if (distance < -maxLatePackets) track.gate = 'closed';
    if (distance > 2 * maxLatePackets) {
      const fromSequence = (sequence - maxLatePackets) & 0xffff;
      track.gate = { fromSequence };
      const isShiftOlder = sequenceDistance(this.#shift.sinceSequence, fromSequence) < 0;
      if (isShiftOlder)
        this.#shift = { ...this.#shift, before: this.#shift.now, sinceSequence: fromSequence };
    }
    return distance >= 0;
  }

  #place(track: Track, timestamp: number, nowMs: number): number {
    const atMs = track.timeline.place(timestamp, nowMs, this.#lastMs + 2);
    this.#lastMs = Math.max(this.#lastMs, atMs);
    return atMs;
  }

  /** A packet of ours went between the track's packets: those from `sequence` on move by one, late ones before it do not. */
  #insertedBefore(sequence: number): void {
    this.#shift = { before: this.#shift.now, now: this.#shift.now + 1, sinceSequence: sequence };
  }

  #shiftOf(sequence: number): number {
    const isLate = sequenceDistance(sequence, this.#shift.sinceSequence) < 0;
    return isLate ? this.#shift.before : this.#shift.now;
  }

  #create(payload: Buffer, atMs: number, marker: boolean): void {
    const header = { ssrc: 0, payloadType: 0, marker, sequence: 0, timestamp: 0 };
    this.#emit(createPacket(header, payload), this.#nextSequence, atMs, marker);
  }

  #emit(packet: Buffer, sequence: number, atMs: number, marker: boolean): void {
    const { ssrc, payloadType, emit } = this.#options;
    const timestamp = Math.round(atMs * 90) % 2 ** 32;
    rewriteHeader(packet, { ssrc, payloadType, marker, sequence, timestamp });
    if (sequenceDistance(sequence, this.#nextSequence) >= 0) this.#nextSequence = (sequence + 1) & 0xffff;
    emit(packet);
  }
}

const placeholder: Keyframe = {
  config: { codec: 'H264', sps: placeholderSps, pps: placeholderPps },
  payloads: [aggregateNals([placeholderSps, placeholderPps]), placeholderIdr],
};

/** Its size stands in its first bytes. */
function isUsableVp8Keyframe(payload: Buffer): boolean {
  const size = readVp8KeyframeSize(vp8FrameBytes(payload));
  return size !== null && isDecodableSize(size);
}

/** Copies: what is kept must not hold on to its packet. */
function learnSets(track: Track, sps: Buffer | null, pps: Buffer | null): void {
  const { sets } = track;
  if (sps && !sets.sps?.equals(sps)) sets.sps = Buffer.from(sps);
  if (pps && !sets.pps?.equals(pps)) sets.pps = Buffer.from(pps);
}

function parseSprop(value: unknown): ParameterSets {
  const parts = typeof value === 'string' ? value.split(',') : [];
  const [sps, pps] = parts.map((part) => Buffer.from(part, 'base64'));
  return sps && pps && isReadableSps(sps) && pps.length > 0 ? { sps, pps } : { sps: null, pps: null };
}
