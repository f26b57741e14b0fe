import type { LayoutInForce } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { isSameStreamConfig } from '../delivery/isSameStreamConfig.ts';
import { Signal } from '../delivery/Signal.ts';
import type { EgressSink, MediaTag, StreamConfig } from '../MediaTag.ts';
import { judgeReload, type ReloadRequest } from './blockingReload.ts';
import type { HlsFile } from './HlsFile.ts';
import { initSegment } from './initSegment.ts';
import { LayoutMarks } from './LayoutMarks.ts';
import { renderPlaylist } from './playlist.ts';
import { Segmenter } from './Segmenter.ts';
import { SegmentWindow } from './SegmentWindow.ts';

// HOLD-BACK is at least three target durations: only 1 s keeps a plain player within 5 s of the camera. EXTINF must round to it.
const targetDurationSeconds = 1;
// Ten pictures at 30/s, eight at 25/s or 24/s, five at 15/s: parts then last at least 85 % of it.
const partTargetMs = 340;
const segmenterLimits = { partTargetMs, minSegmentMs: 400, maxSegmentMs: 1450 };
const windowLimits = { listed: 10, kept: 8 };
// The specification advises three target durations. A publisher that reloads its page takes longer, and players give up after a
// few errors, so a blocked request is held as long as it can be without running into hls.js's own limit of 10 s.
const blockedRequestMs = 6000;
// hls.js no longer looks for parts in a playlist that has ended: who plays at the edge must have fetched the last one before.
const endListDelayMs = 1000;
/**
 * Media sequence numbers start at the count of these intervals since then, so that they do not go back when a room's egress is started
 * again: no stream makes segments faster for long, since only a discontinuity cuts one shorter than `minSegmentMs`. The count stays
 * within 31 bits until 2042.
 */
const msnEpochMs = Date.UTC(2025, 0, 1);
const msnIntervalMs = 250;

/**
 * Makes one HLS playlist (low latency and plain in one) of one egress stream and answers for its files, all in memory and bounded.
 * `ENDLIST` appears when, and only when, the show has ended.
 */
export class Packager implements EgressSink {
  readonly #clock: Clock;
  readonly #epoch: string;
  readonly #window: SegmentWindow;
  readonly #segmenter: Segmenter;
  readonly #progress: Signal;
  readonly #inits = new Map<number, Buffer>();
  readonly #layouts = new LayoutMarks();
  #config: StreamConfig | null = null;
  #initVersion = -1;
  #wallClockOffsetMs = 0;
  #version = 0;
  #rendered: { text: string; etag: string } | null = null;
  #state: 'live' | 'ending' | 'ended' | 'closed' = 'live';
  #cancelEndTimer: () => void = () => {};

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
    this.#progress = new Signal(clock);
    this.#epoch = Math.floor(clock.nowMs()).toString(36);
    const firstMsn = Math.max(0, Math.floor((clock.nowMs() - msnEpochMs) / msnIntervalMs));
    this.#window = new SegmentWindow(windowLimits, firstMsn);
    this.#segmenter = new Segmenter(segmenterLimits, {
      onSegmentStart: ({ startMs, isDiscontinuity, config }) => {
        const programDateTimeMs = startMs + this.#wallClockOffsetMs;
        this.#window.open({ initVersion: this.#versionOf(config), isDiscontinuity, programDateTimeMs });
      },
      onPart: (part) => this.#publish(() => this.#window.addPart(part)),
      onSegmentEnd: () => this.#publish(() => this.#window.close()),
    });
  }

  /** The show is over; what the playlist lists can still be fetched. */
  get hasEnded(): boolean {
    return this.#state === 'ending' || this.#state === 'ended';
  }

  onConfig(config: StreamConfig, at: { timestampMs: number; wallClockMs: number }): void {
    this.#segmenter.configure(config, at.timestampMs);
    this.#wallClockOffsetMs = at.wallClockMs - at.timestampMs;
  }

  onTag(tag: MediaTag): void {
    if (this.#state === 'live') this.#segmenter.add(tag);
  }

  /** Its tag is in the playlist from the next part on. */
  onLayout(layout: LayoutInForce, at: { wallClockMs: number }): void {
    if (this.#state === 'live') this.#layouts.add(layout, at.wallClockMs);
  }

  onEnd(): void {
    if (this.#state !== 'live') return;
    this.#segmenter.end();
    this.#state = 'ending';
    this.#cancelEndTimer = this.#clock.after(endListDelayMs, () => this.#finish('ended'));
  }

  /** There is nobody to wait for any longer. Without `onEnd` before it, the stream was given up although the show goes on. */
  close(): void {
    if (this.#state === 'live') this.#finish('closed');
    if (this.#state === 'ending') this.#finish('ended');
  }

  /** Waits for the first segment; false when it did not come in time. */
  async ready(timeoutMs: number): Promise<boolean> {
    await this.#progress.until(() => this.#window.hasCompleteSegment || this.#isFinal, timeoutMs);
    return this.#window.hasCompleteSegment;
  }

  /** The playlist, for a blocking request once it holds what was asked for. Throws `invalid_request` or `egress_unavailable`. */
  async playlist(request: ReloadRequest | null): Promise<{ text: string; etag: string }> {
    if (request && !this.#isFinal) await this.#block(request);
    if (this.#state === 'closed')
      throw new AppError('egress_unavailable', { detail: 'the stream was given up' });
    this.#rendered ??= { text: this.#render(), etag: `"${this.#epoch}-${this.#version}"` };
    return this.#rendered;
  }

  /** A file's bytes; the part that the playlist announces as the next one is waited for. Null when there is no such file. */
  async file(file: HlsFile): Promise<Buffer | null> {
    if (file.epoch !== this.#epoch) return null;
    if (file.kind === 'init') return this.#inits.get(file.version) ?? null;
    if (file.kind === 'segment') return this.#window.find(file.msn)?.bytes ?? null;
    if (this.#isAnnounced(file.msn, file.index)) {
      await this.#progress.until(
        () => this.#isFinal || !this.#isAnnounced(file.msn, file.index),
        blockedRequestMs,
      );
    }
    return this.#window.find(file.msn)?.parts[file.index]?.bytes ?? null;
  }

  /** Nothing new will be published. */
  get #isFinal(): boolean {
    return this.#state === 'ended' || this.#state === 'closed';
  }

  #finish(state: 'ended' | 'closed'): void {
    this.#cancelEndTimer();
    this.#publish(() => {
      this.#state = state;
    });
  }

  async #block(request: ReloadRequest): Promise<void> {
    const verdict = () =>
      judgeReload(request, this.#window.edge, (msn) => this.#window.find(msn), partTargetMs);
    if (verdict() === 'too_far_ahead') {
      throw new AppError('invalid_request', { detail: `_HLS_msn=${request.msn} is too far ahead` });
    }
    const isMet = () => this.#isFinal || verdict() === 'ready';
    if (!(await this.#progress.until(isMet, blockedRequestMs))) {
      throw new AppError('egress_unavailable', { detail: 'no media came in time' });
    }
  }

  #isAnnounced(msn: number, index: number): boolean {
    const { edge } = this.#window;
    return msn === edge.msn && index === edge.partIndex;
  }

  #publish(change: () => void): void {
    change();
    this.#version += 1;
    this.#rendered = null;
    this.#progress.notify();
  }

  #render(): string {
    const segments = this.#window.listed;
    return renderPlaylist({
      epoch: this.#epoch,
      partTargetMs,
      targetDurationSeconds,
      segments,
      layouts: this.#layouts.since(segments[0]?.programDateTimeMs ?? 0),
      discontinuitySequence: this.#window.discontinuitySequence,
      edge: this.#window.edge,
      hasEnded: this.#state === 'ended',
    });
  }

  #versionOf(config: StreamConfig): number {
    if (this.#config && isSameStreamConfig(this.#config, config)) return this.#initVersion;
    this.#config = config;
    this.#initVersion += 1;
    this.#inits.set(this.#initVersion, initSegment(config));
    this.#inits.delete(this.#initVersion - windowLimits.listed - windowLimits.kept - 1);
    return this.#initVersion;
  }
}
