import { LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { NoticeFrame, SeatView } from '@lianmai/shared';
import type { PushFailure, PushState } from '../../../components/pusher/pushSteps';
import type { StageTexts } from './stageTexts';

/** Our own place: what our pusher is to do, and how it does. */
export interface OwnSeatView {
  /** Where to push to; empty: not yet. */
  url: string;
  withVideo: boolean;
  isMuted: boolean;
  /** By a host. */
  isForceMuted: boolean;
  isOnAir: boolean;
  /** The phone's settings are the way on. */
  isDenied: boolean;
  /** Trying again is. */
  canRetry: boolean;
  sentence: string;
}

export const emptyOwnSeat: OwnSeatView = {
  url: '',
  withVideo: true,
  isMuted: false,
  isForceMuted: false,
  isOnAir: false,
  isDenied: false,
  canRetry: false,
  sentence: '',
};

export interface OwnSeatDeps {
  room: LiveRoom;
  t: StageTexts;
  /** Asks for microphone and camera. @returns whether both may be used */
  askRights: (withVideo: boolean) => Promise<boolean>;
  sentenceOf: (error: LiveError) => string;
  draw: (view: OwnSeatView) => void;
}

/** How our pusher does, or why there is nothing to push to. */
type Phase = PushState | { name: 'refused'; sentence: string };

const connecting: Phase = { name: 'connecting', attempts: 0 };
const reconnecting: Phase = { name: 'reconnecting', attempts: 0 };

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
  #phase = connecting;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(deps: OwnSeatDeps, wantsVideo: boolean) {
    this.#deps = deps;
    const seat = deps.room.mySeat;
    this.#view = { ...emptyOwnSeat, withVideo: wantsVideo && (seat?.allowsVideo ?? true) };
    this.#undo = [
      deps.room.room.subscribe(() => this.#draw({})),
      deps.room.on('notice', (notice) => this.#heard(notice)),
    ];
    void this.begin();
  }

  /** Also after the phone's rights were refused and given, and when its user tries again. */
  async begin(): Promise<void> {
    const { room, askRights, sentenceOf } = this.#deps;
    const { withVideo } = this.#view;
    clearTimeout(this.#timer);
    // Without an address there is no pusher: the next one is a new one.
    this.#enter(connecting, { url: '' });
    if (!(await askRights(withVideo))) {
      this.#enter({ name: 'failed', why: withVideo ? 'camera' : 'microphone' });
      return;
    }
    if (this.#isOver) return;
    try {
      const { rtmpUrl } = await room.request('rtmpAddress', {});
      if (!this.#isOver) this.#draw({ url: rtmpUrl });
    } catch (cause) {
      const error = LiveError.from(cause);
      if (error.retryable) this.#beginLater();
      else this.#enter({ name: 'refused', sentence: sentenceOf(error) });
    }
  }

  /** What our pusher has come to. */
  told(state: PushState): void {
    const before = this.#phase;
    if (this.#isOver || this.#view.url === '' || state.name === 'off') return;
    // What was pushed to before the background is spent.
    if (before.name === 'suspended' && state.name === 'connecting') return void this.begin();
    if (state.name === 'live') this.#failures = 0;
    const hasGivenUp = state.name === 'waiting' || (state.name === 'failed' && state.why === 'network');
    if (hasGivenUp) this.#beginLater();
    else this.#enter(state);
  }

  async toggleSound(): Promise<void> {
    const isMuted = !this.#view.isMuted;
    const producerId = this.#ownTrack();
    this.#draw({ isMuted });
    if (!producerId) return;
    await this.#deps.room.request(isMuted ? 'pauseTrack' : 'resumeTrack', { producerId }).catch(() => {
      this.#draw({ isMuted: !isMuted });
    });
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
    this.#enter(this.#phase.name === 'connecting' ? connecting : reconnecting, { url: '' });
    this.#timer = setTimeout(() => void this.begin(), pauseMs);
  }

  #ownTrack(): string | undefined {
    const { room } = this.#deps;
    const previews = room.backstage.getSnapshot().previews;
    return [...room.room.getSnapshot().publications, ...previews].find(
      ({ sessionId, source }) => sessionId === room.sessionId && source === 'microphone',
    )?.producerId;
  }

  #enter(phase: Phase, changes: Partial<OwnSeatView> = {}): void {
    this.#phase = phase;
    this.#draw(changes);
  }

  #draw(changes: Partial<OwnSeatView>): void {
    if (this.#isOver) return;
    const seat = this.#deps.room.mySeat;
    const view = { ...this.#view, ...changes, isOnAir: isOnAir(seat), isForceMuted: isForceMuted(seat) };
    const phase = this.#phase;
    this.#view = {
      ...view,
      isDenied: phase.name === 'failed' && (phase.why === 'camera' || phase.why === 'microphone'),
      canRetry: phase.name === 'refused' || (phase.name === 'failed' && phase.why === 'encoder'),
      sentence: this.#sentence(view),
    };
    this.#deps.draw(this.#view);
  }

  #sentence({ isOnAir: onAir, isForceMuted: forced }: OwnSeatView): string {
    const { t } = this.#deps;
    const phase = this.#phase;
    switch (phase.name) {
      case 'off':
      case 'connecting':
        return t.connecting;
      case 'live':
        if (phase.isWeak) return t.weak;
        return forced ? t.forceMuted : onAir ? t.onAir : t.greenRoom;
      case 'reconnecting':
      case 'waiting':
      case 'suspended':
        return t.lost;
      case 'refused':
        return phase.sentence;
      case 'failed':
        return this.#failure(phase.why);
    }
  }

  #failure(why: PushFailure): string {
    const { t } = this.#deps;
    switch (why) {
      case 'camera':
      case 'microphone':
        return t.denied;
      case 'notAudited':
        return t.unavailable;
      case 'encoder':
      case 'network':
        return t.failed;
    }
  }
}

const isOnAir = (seat: SeatView | null) => seat?.state === 'taken' && seat.occupant.phase === 'onAir';
const isForceMuted = (seat: SeatView | null) =>
  seat?.state === 'taken' && seat.occupant.forcedMute.microphone;
