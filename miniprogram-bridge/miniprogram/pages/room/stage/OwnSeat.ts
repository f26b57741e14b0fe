import { LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { NoticeFrame, SeatView } from '@lianmai/shared';
import { type PusherPhase, pusherPhaseAfter } from './pusherPhase';
import type { StageTexts } from './stageTexts';

/** Our own place: what `<live-pusher>` is to do, and how it does. */
export interface OwnSeatView {
  /** Where to push to; empty: not yet. */
  url: string;
  withVideo: boolean;
  isMuted: boolean;
  /** By a host. */
  isForceMuted: boolean;
  isFront: boolean;
  isOnAir: boolean;
  isDenied: boolean;
  sentence: string;
}

export interface OwnSeatDeps {
  room: LiveRoom;
  t: StageTexts;
  /** Asks for microphone and camera. @returns whether both may be used */
  askRights: (withVideo: boolean) => Promise<boolean>;
  sentenceOf: (error: LiveError) => string;
  draw: (view: OwnSeatView) => void;
}

/** After the pusher gave up, or was refused: longer each time. */
const pausesMs = [300, 1000, 3000];

/**
 * One stay on a seat: asks for the phone's rights and for an address, pushes there, and begins again with a new address whenever the old
 * one is spent (protocol R4), until the seat is gone.
 */
export class OwnSeat {
  readonly #deps: OwnSeatDeps;
  readonly #undo: (() => void)[];
  #view: OwnSeatView;
  #phase: PusherPhase = 'connecting';
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(deps: OwnSeatDeps, wantsVideo: boolean) {
    this.#deps = deps;
    const seat = deps.room.mySeat;
    this.#view = {
      url: '',
      withVideo: wantsVideo && (seat?.allowsVideo ?? true),
      ...{
        isMuted: false,
        isForceMuted: false,
        isFront: true,
        isOnAir: false,
        isDenied: false,
        sentence: '',
      },
    };
    this.#undo = [
      deps.room.room.subscribe(() => this.#draw({})),
      deps.room.on('notice', (notice) => this.#heard(notice)),
    ];
    void this.begin();
  }

  /** Also after the phone's rights were refused and given. */
  async begin(): Promise<void> {
    const { room, askRights, sentenceOf } = this.#deps;
    this.#phase = 'connecting';
    this.#draw({ isDenied: false });
    const isAllowed = await askRights(this.#view.withVideo);
    if (this.#isOver) return;
    if (!isAllowed) {
      this.#draw({ isDenied: true });
      return;
    }
    try {
      const { rtmpUrl } = await room.request('rtmpAddress', {});
      if (!this.#isOver) this.#draw({ url: rtmpUrl });
    } catch (cause) {
      const error = LiveError.from(cause);
      if (error.retryable) this.#beginLater();
      else if (!this.#isOver) this.#draw({ sentence: sentenceOf(error) });
    }
  }

  /** A code of `bindstatechange`. */
  told(code: number): void {
    this.#phase = pusherPhaseAfter(code, this.#phase);
    if (this.#phase === 'pushing') this.#failures = 0;
    if (this.#phase === 'gaveUp') this.#beginLater();
    this.#draw({ isDenied: this.#phase === 'denied' });
  }

  async toggleSound(): Promise<void> {
    const isMuted = !this.#view.isMuted;
    const track = this.#ownTrack();
    this.#draw({ isMuted });
    if (!track) return;
    const producerId = track;
    await this.#deps.room.request(isMuted ? 'pauseTrack' : 'resumeTrack', { producerId }).catch(() => {
      this.#draw({ isMuted: !isMuted });
    });
  }

  flip(): void {
    this.#draw({ isFront: !this.#view.isFront });
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const undo of this.#undo.splice(0)) undo();
  }

  #heard({ notice, data }: NoticeFrame): void {
    // The address is spent. After the panic button one may come back to the green room.
    if (notice === 'producerClosed' && data.reason === 'cut') this.#beginLater();
  }

  #beginLater(): void {
    if (this.#isOver) return;
    const pauseMs = pausesMs[Math.min(this.#failures, pausesMs.length - 1)];
    this.#failures += 1;
    clearTimeout(this.#timer);
    // Without an address there is no pusher: the next one is a new one.
    this.#draw({ url: '' });
    this.#timer = setTimeout(() => void this.begin(), pauseMs);
  }

  #ownTrack(): string | undefined {
    const { room } = this.#deps;
    const previews = room.backstage.getSnapshot().previews;
    return [...room.room.getSnapshot().publications, ...previews].find(
      ({ sessionId, source }) => sessionId === room.sessionId && source === 'microphone',
    )?.producerId;
  }

  #draw(changes: Partial<OwnSeatView>): void {
    if (this.#isOver) return;
    const seat = this.#deps.room.mySeat;
    const view = { ...this.#view, ...changes, isOnAir: isOnAir(seat), isForceMuted: isForceMuted(seat) };
    this.#view = { ...view, sentence: changes.sentence ?? this.#sentence(view) };
    this.#deps.draw(this.#view);
  }

  #sentence({ isDenied, isOnAir: onAir, isForceMuted: forced }: OwnSeatView): string {
    const { t } = this.#deps;
    if (isDenied) return t.denied;
    switch (this.#phase) {
      case 'connecting':
        return t.connecting;
      case 'reconnecting':
      case 'gaveUp':
        return t.lost;
      case 'weak':
        return t.weak;
      case 'denied':
        return t.denied;
      case 'pushing':
        return forced ? t.forceMuted : onAir ? t.onAir : t.greenRoom;
    }
  }
}

const isOnAir = (seat: SeatView | null) => seat?.state === 'taken' && seat.occupant.phase === 'onAir';
const isForceMuted = (seat: SeatView | null) =>
  seat?.state === 'taken' && seat.occupant.forcedMute.microphone;
