import type { RoomStream } from '@lianmai/shared';
import type { LiveError } from '../../../client-web/src/sdk/LiveError.ts';
import type { LiveRoom } from '../LiveRoom.ts';
import {
  afterEvent,
  type PlayableSource,
  type Playback,
  type PlaybackEffect,
  type PlaybackEvent,
  type PlaybackState,
  type PlayerName,
  playbackOff,
} from './playbackMachine.ts';

/** What of the host this needs. */
export interface PlaybackHost {
  /** Whether it knows the component; that it may be used shows only when it is. */
  has(player: PlayerName): boolean;
  isConnected(): Promise<boolean>;
  onNetworkReturn(listener: () => void): () => void;
}

export interface RoomPlaybackOptions {
  roomId: string;
  room: Pick<LiveRoom, 'room' | 'phase' | 'sessionId'>;
  askStream: (roomId: string) => Promise<RoomStream>;
  host: PlaybackHost;
  play: (source: PlayableSource) => void;
  stop: () => void;
  changed: (state: PlaybackState) => void;
}

/** A player that says nothing for so long has failed. */
const patienceMs = { starting: 12_000, recovering: 20_000 };
/** So long before an address ends the next one is fetched. */
const renewBeforeMs = 30_000;
/** The address names our Session, so that we are not counted twice; but the picture does not wait longer than this for it. */
const sessionWaitMs = 250;

const players: Partial<Record<string, PlayerName>> = { flv: 'live-player', hls: 'video' };

/** Keeps a room's show playing from `constructor` to `close`: asks for addresses, starts players, waits, and starts them again. */
export class RoomPlayback {
  readonly #options: RoomPlaybackOptions;
  readonly #undo: (() => void)[];
  #playback: Playback = playbackOff;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #isClosed = false;

  constructor(options: RoomPlaybackOptions) {
    this.#options = options;
    const { room, host } = options;
    this.#undo = [
      room.room.subscribe(() => this.#look()),
      room.phase.subscribe(() => {
        this.#look();
        // Who is in the room again reaches the server, whatever the network says of itself.
        if (room.phase.getSnapshot().name === 'joined') this.tell({ type: 'networkReturned' });
      }),
      host.onNetworkReturn(() => this.tell({ type: 'networkReturned' })),
    ];
    // Nobody waits for the room to be joined: the server knows whether a show is on.
    this.tell({ type: 'showBegan' });
  }

  get state(): PlaybackState {
    return this.#playback.state;
  }

  tell(event: PlaybackEvent): void {
    if (this.#isClosed) return;
    const before = this.state;
    const { playback, effects } = afterEvent(this.#playback, event);
    this.#playback = playback;
    if (this.state !== before) this.#wait();
    for (const effect of effects) this.#run(effect);
    if (this.state !== before) this.#options.changed(this.state);
  }

  close(): void {
    if (this.#isClosed) return;
    this.tell({ type: 'unwanted' });
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const undo of this.#undo) undo();
  }

  /** Whether a show is on, as the room says it. */
  #look(): void {
    const { room, phase } = this.#options.room;
    const view = room.getSnapshot().room;
    if (phase.getSnapshot().name === 'ended') this.tell({ type: 'showOver' });
    else if (view) this.tell({ type: view.status === 'live' ? 'showBegan' : 'showOver' });
  }

  #run(effect: PlaybackEffect): void {
    switch (effect.type) {
      case 'play':
        this.#options.play(effect.source);
        break;
      case 'stop':
        this.#options.stop();
        break;
      case 'pause':
        this.#after(effect.ms, { type: 'paused' });
        break;
      case 'checkNetwork':
        void this.#checkNetwork();
        break;
      case 'askSources':
        void this.#askSources();
        break;
    }
  }

  async #checkNetwork(): Promise<void> {
    const isConnected = await this.#options.host.isConnected().catch(() => true);
    this.tell({ type: 'networkChecked', isConnected });
  }

  async #askSources(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { roomId, askStream } = this.#options;
    try {
      const [stream] = await Promise.all([askStream(roomId), this.#session()]);
      if (asked === this.#asked) this.tell({ type: 'sourcesCame', sources: this.#playable(stream) });
    } catch (error) {
      const { code = 'internal', retryable = false } = error as Partial<LiveError>;
      if (asked === this.#asked) this.tell({ type: 'sourcesRefused', code, isRetryable: retryable });
    }
  }

  /** Until the room is joined, or has not been for a while. */
  #session(): Promise<void> {
    const { room } = this.#options;
    if (room.sessionId) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const stop = room.phase.subscribe(() => room.sessionId && done());
      const timer = setTimeout(done, sessionWaitMs);
    });
  }

  #playable({ sources }: RoomStream): PlayableSource[] {
    const { room, host } = this.#options;
    return sources.flatMap(({ type, url, expiresAt }) => {
      const player = players[type];
      if (!player || !host.has(player)) return [];
      return [
        { player, url: ofViewer(url, room.sessionId), expiresAtMs: expiresAt ? Date.parse(expiresAt) : null },
      ];
    });
  }

  /** What the new state must not last longer than. */
  #wait(): void {
    clearTimeout(this.#timer);
    const { state } = this;
    if (state.name === 'starting' || state.name === 'recovering')
      this.#after(patienceMs[state.name], { type: 'patienceOver' });
    // A response that is running runs on; a playlist is asked for again and again.
    if (state.name === 'playing' && state.source.player === 'video' && state.source.expiresAtMs !== null)
      this.#after(state.source.expiresAtMs - Date.now() - renewBeforeMs, { type: 'renewalDue' });
  }

  #after(ms: number, event: PlaybackEvent): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(event), Math.max(0, ms));
  }
}

function ofViewer(url: string, sessionId: string | null): string {
  if (!sessionId) return url;
  return `${url}${url.includes('?') ? '&' : '?'}viewer=${encodeURIComponent(sessionId)}`;
}
