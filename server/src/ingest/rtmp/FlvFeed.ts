import { fileHeader, flvTag } from '../../flv/flvTag.ts';
import type { FedProcess } from '../ports.ts';
import type { RtmpMedia } from './RtmpSession.ts';
import type { StreamShape } from './rtmpArgs.ts';

/** What may wait for a process that is being started: some seconds of a good picture. */
const maxWaitingBytes = 8 << 20;
/** What a process may leave unread before it counts as stuck. */
const maxUnreadBytes = 4 << 20;

/**
 * Gives one process after the other a publisher's stream as FLV. Each begins with the file header, the decoder configurations and a
 * keyframe; what comes while none is there waits from its first keyframe on.
 */
export class FlvFeed {
  readonly #configs: Partial<Record<'video' | 'audio', Buffer>> = {};
  #shape: StreamShape = { hasVideo: false, hasAudio: false, encodesVideo: false };
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** Of the newest message. */
  #timestampMs = 0;
  #waitingSinceMs: number | null = null;
  #hasBegun = false;
  #process: FedProcess | null = null;

  setConfig(kind: 'video' | 'audio', body: Buffer): void {
    this.#configs[kind] = body;
  }

  /** The next process is yet to come; what waits for it begins with the next keyframe, or with sound where there is no picture. */
  reset(shape: StreamShape): void {
    this.#shape = shape;
    this.#process = null;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#waitingSinceMs = null;
    this.#hasBegun = !shape.hasVideo;
  }

  /** @returns false when what waits became too much, or the process does not read. */
  push({ kind, timestampMs, body }: RtmpMedia, isKeyframe: boolean): boolean {
    if (kind === 'video' ? !this.#shape.hasVideo : !this.#shape.hasAudio) return true;
    this.#hasBegun ||= isKeyframe;
    if (!this.#hasBegun) return true;
    this.#timestampMs = timestampMs;
    const tag = flvTag(kind, timestampMs, [], body);
    if (this.#process) {
      this.#process.write([tag]);
      return this.#process.unreadBytes <= maxUnreadBytes;
    }
    this.#waitingSinceMs ??= timestampMs;
    this.#waiting.push(tag);
    this.#waitingBytes += tag.length;
    return this.#waitingBytes <= maxWaitingBytes;
  }

  attach(process: FedProcess): void {
    const { hasAudio, hasVideo } = this.#shape;
    process.write([
      fileHeader({ hasAudio, hasVideo }),
      ...this.#configTag('video', hasVideo),
      ...this.#configTag('audio', hasAudio),
      ...this.#waiting,
    ]);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#process = process;
  }

  /** A process is gone: what comes now waits for the next. */
  detach(process: FedProcess): void {
    if (this.#process === process) this.reset(this.#shape);
  }

  #configTag(kind: 'video' | 'audio', isWanted: boolean): Buffer[] {
    const body = this.#configs[kind];
    // At the time of the first frame: ffmpeg takes whatever comes first for the beginning.
    return isWanted && body ? [flvTag(kind, this.#waitingSinceMs ?? this.#timestampMs, [], body)] : [];
  }
}
