import type { RoomMedia, RtpInjection } from '../../../server/src/rooms/ports/MediaEngine.ts';
import { ClipTrackSender } from './ClipTrackSender.ts';
import { clipFormats, clipParameters } from './clipRtp.ts';
import { type Clip, soundClip, videoClip } from './clips.ts';

const tickMs = 10;

/**
 * Publishes clips into a room as RTP in real time, and answers keyframe requests nearly as a browser does: by going on at the clip's next
 * keyframe, picture and sound alike. Owns its sockets, its timer and the injection.
 */
export class ClipPublisher {
  readonly tracks: RtpInjection['tracks'];
  /** When keyframe requests arrived, on `performance.now()`. */
  readonly keyframeRequestsAtMs: number[] = [];
  readonly #injection: RtpInjection;
  readonly #senders: ClipTrackSender[];
  #timer: NodeJS.Timeout;

  /** A test picture with one keyframe in ten seconds, and a tone. */
  static async start(media: RoomMedia, video?: Parameters<typeof videoClip>[0]): Promise<ClipPublisher> {
    return ClipPublisher.publish(media, await Promise.all([videoClip(video), soundClip()]));
  }

  static async publish(media: RoomMedia, clips: readonly Clip[]): Promise<ClipPublisher> {
    const injection = await media.openInjection({
      tracks: clips.map(({ codec }) => ({
        kind: clipFormats[codec].kind,
        rtpParameters: clipParameters(codec),
      })),
      onLost: () => undefined,
    });
    const startedAtMs = performance.now();
    const opening = injection.tracks.flatMap((target, i) => {
      const clip = clips[i];
      return clip ? [ClipTrackSender.open(target, clip, startedAtMs)] : [];
    });
    return new ClipPublisher(injection, await Promise.all(opening));
  }

  private constructor(injection: RtpInjection, senders: ClipTrackSender[]) {
    this.#injection = injection;
    this.#senders = senders;
    this.tracks = injection.tracks;
    for (const sender of senders) sender.onKeyframeRequest = () => this.#answerRequest();
    this.#timer = this.#startSending();
  }

  /** The tracks as a room wants them for `publishIngest`. */
  get sources() {
    return this.tracks.map(({ producerId, kind }) => {
      const source = kind === 'video' ? ('camera' as const) : ('microphone' as const);
      return { producerId, kind, source };
    });
  }

  /** How many frames were sent of all tracks. */
  get sentFrames(): number {
    return this.#senders.reduce((sum, sender) => sum + sender.sentFrames, 0);
  }

  /** The next picture is a keyframe, as if somebody had asked for it. */
  sendKeyframe(): void {
    const [skippedMs = 0] = this.#video.map((sender) => sender.msToKeyframe());
    for (const sender of this.#senders) sender.skip(skippedMs);
  }

  /** When the picture at this place in the clip was sent last, ms since the epoch. */
  pictureSentAtMs(index: number): number | undefined {
    return this.#video[0]?.sentAtMs(index);
  }

  /** Nothing is sent any more, as when a tab freezes. */
  pause(): void {
    clearInterval(this.#timer);
  }

  /** The room takes nothing of it any more, however long it goes on sending. */
  shutOut(): void {
    this.#injection.close();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const sender of this.#senders) sender.close();
    this.#injection.close();
  }

  get #video(): ClipTrackSender[] {
    return this.#senders.filter(({ clip }) => clip.codec !== 'opus');
  }

  #answerRequest(): void {
    this.keyframeRequestsAtMs.push(performance.now());
    this.sendKeyframe();
  }

  #startSending(): NodeJS.Timeout {
    return setInterval(() => {
      for (const sender of this.#senders) sender.sendDue();
    }, tickMs);
  }
}
