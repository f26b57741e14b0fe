import type { TapTrack } from '../../rooms/ports/MediaEngine.ts';
import { LagWindow } from './LagWindow.ts';
import type { LipSync } from './LipSync.ts';
import { opusSamples, opusSilence, opusSilenceSamples } from './opusPayload.ts';
import { RtpClock } from './RtpClock.ts';
import type { SenderReport } from './rtcp.ts';
import { createPacket, payloadOf, rewriteHeader, timestampOf } from './rtpPacket.ts';

const samplesPerMs = 48;
/** A silent track is filled after this: longer than the usual jitter, short enough for the players' buffers. */
const fillAfterMs = 150;
/** A track whose time and arrival are this far apart has jumped, and is placed anew. */
const jumpMs = 1500;
/** How far before its time a packet may be laid: more than any jitter, little enough to go unnoticed. */
const maxAheadMs = 200;
/** Packets are laid on the timeline gaplessly; an error below this is not worth a correction. */
const toleranceSamples = 15 * samplesPerMs;
const maxPacketSamples = 120 * samplesPerMs;

export interface AudioLaneOptions {
  ssrc: number;
  payloadType: number;
  lipSync: LipSync;
  /** Where the sound begins. */
  startMs?: number;
  /** The sound is used at its time: a track that is usually later than this is moved to where it arrives. */
  maxLagMs?: number;
  emit: (packet: Buffer) => void;
}

/**
 * The egress's sound: one Opus stream without a gap, whatever tracks come and go. What a track does not send is filled with
 * silence, what comes too late is dropped.
 */
export class AudioLane {
  readonly #options: AudioLaneOptions;
  #track: { clock: RtpClock; offsetMs: number | null; lags: LagWindow } | null = null;
  #sequence = 0;
  #nextSamples = 0;
  #lastArrivalMs = Number.NEGATIVE_INFINITY;
  /** How far the track's time is behind ours by now: clocks drift, and the sound's is the egress's. */
  #lagMs = 0;

  constructor(options: AudioLaneOptions) {
    this.#options = options;
    this.#nextSamples = Math.round((options.startMs ?? 0) * samplesPerMs);
  }

  attach(track: Pick<TapTrack, 'clockRate'>): void {
    this.#track = { clock: new RtpClock(track.clockRate), offsetMs: null, lags: new LagWindow() };
  }

  detach(): void {
    this.#track = null;
  }

  /** `nowMs` is the arrival on the egress timeline. */
  push(packet: Buffer, nowMs: number): void {
    const track = this.#track;
    const samples = opusSamples(payloadOf(packet));
    if (!track || samples === 0 || samples > maxPacketSamples) return;
    this.#lastArrivalMs = nowMs;
    const mediaMs = track.clock.mediaMs(timestampOf(packet));
    if (track.offsetMs === null) {
      track.offsetMs = Math.max(this.nextMs, nowMs) - mediaMs;
      this.#lagMs = nowMs - (track.offsetMs + mediaMs);
    } else if (Math.abs(track.offsetMs + mediaMs - nowMs) > jumpMs) {
      track.offsetMs = nowMs - mediaMs;
      this.#lagMs = 0;
    }
    // A burst of held-back packets, or a fast clock, would push the timeline into the future: what is too much is left out.
    if (track.offsetMs + mediaMs - nowMs > maxAheadMs) {
      track.offsetMs -= samples / samplesPerMs;
      return;
    }
    const lagMs = nowMs - (track.offsetMs + mediaMs);
    this.#lagMs += (lagMs - this.#lagMs) / 16;
    const usualLagMs = track.lags.push(lagMs) ?? 0;
    if (usualLagMs > (this.#options.maxLagMs ?? Number.POSITIVE_INFINITY)) {
      track.offsetMs += usualLagMs;
      this.#lagMs -= usualLagMs;
    }
    const ahead = (track.offsetMs + mediaMs) * samplesPerMs - this.#nextSamples;
    if (ahead < -toleranceSamples) return;
    this.#fill(Math.round(ahead / opusSilenceSamples));
    this.#emit(packet, samples);
  }

  onReport(report: SenderReport): void {
    const track = this.#track;
    if (!track) return;
    track.clock.onReport(report);
    const ntpOffsetMs = track.clock.ntpOffsetMs;
    if (track.offsetMs === null || ntpOffsetMs === null) return;
    this.#options.lipSync.audioPlaced(track.offsetMs, ntpOffsetMs);
  }

  /** Keeps the sound going when nothing arrives. */
  tick(nowMs: number): void {
    if (nowMs - this.#lastArrivalMs < fillAfterMs) return;
    this.#fill(Math.floor(((nowMs - this.#lagMs - this.nextMs) * samplesPerMs) / opusSilenceSamples));
  }

  /** The timeline's end so far: where the next packet goes. */
  get nextMs(): number {
    return this.#nextSamples / samplesPerMs;
  }

  #fill(packets: number): void {
    for (let i = 0; i < packets; i++)
      this.#emit(createPacket(this.#header(), opusSilence), opusSilenceSamples);
  }

  #emit(packet: Buffer, samples: number): void {
    rewriteHeader(packet, this.#header());
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#nextSamples += samples;
    this.#options.emit(packet);
  }

  #header() {
    const { ssrc, payloadType } = this.#options;
    return {
      ssrc,
      payloadType,
      marker: false,
      sequence: this.#sequence,
      timestamp: this.#nextSamples % 2 ** 32,
    };
  }
}
