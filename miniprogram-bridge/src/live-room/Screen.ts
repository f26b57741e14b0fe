/// <reference types="miniprogram-api-typings" />

import type { LiveClient } from '../createLiveClient.ts';
import type { LiveRoom } from '../LiveRoom.ts';
import { absoluteUrl } from './absoluteUrl.ts';
import { type CacheSettings, cacheSettings, onTheWayMs, usualLatencyMs } from './cacheSettings.ts';
import type { Danmaku } from './DanmakuLanes.ts';
import { type BannerView, OverPicture } from './OverPicture.ts';
import type { PlayableSource, PlaybackEvent, PlaybackState, PlayerName } from './playbackMachine.ts';
import { RoomPlayback } from './RoomPlayback.ts';
import { type Language, statusOf } from './statusTexts.ts';

export interface ScreenData {
  player: PlayerName | '';
  src: string;
  cache: CacheSettings;
  isLandscape: boolean;
  isFull: boolean;
  status: string;
  isBusy: boolean;
  canRetry: boolean;
  danmaku: Danmaku[];
  banners: BannerView[];
}

export const emptyScreen: ScreenData = {
  player: '',
  src: '',
  cache: cacheSettings('unknown'),
  isLandscape: false,
  isFull: false,
  status: '',
  isBusy: false,
  canRetry: false,
  danmaku: [],
  banners: [],
};

/** The component's side: where it draws, and whom it tells. */
export type ScreenOwner = WechatMiniprogram.Component.TrivialInstance & {
  data: ScreenData & { language: Language; showsDanmaku: boolean };
};

export interface ScreenOptions {
  client: LiveClient;
  room: LiveRoom;
  roomId: string;
}

/** A room on a `<live-room>`, from `open` until it closes. */
export class Screen {
  readonly #owner: ScreenOwner;
  readonly #playback: RoomPlayback;
  readonly #overPicture: OverPicture;
  readonly #undo: (() => void)[];
  #networkType = 'unknown';
  /** What the player says that it keeps. */
  #keptMs: number | null = null;
  #isClosed = false;

  constructor(owner: ScreenOwner, { client, room, roomId }: ScreenOptions) {
    this.#owner = owner;
    this.#undo = [
      room.phase.subscribe(() => {
        const phase = room.phase.getSnapshot();
        if (phase.name === 'ended') owner.triggerEvent('ended', { reason: phase.reason });
      }),
    ];
    this.#overPicture = new OverPicture({
      room,
      language: owner.data.language,
      ownId: () => client.user?.id ?? null,
      absoluteUrl: (path) => absoluteUrl(client.baseUrl, path),
      latencyMs: () => this.#latencyMs(),
      showsDanmaku: () => owner.data.showsDanmaku,
      draw: (view) => this.#draw(view),
    });
    this.#playback = new RoomPlayback({
      roomId,
      room,
      askStream: (id) => client.rest.stream(id),
      host: {
        has: (player) => wx.canIUse(player),
        isConnected: async () => (await this.#askNetworkType()) !== 'none',
        onNetworkReturn: (listener) => this.#onNetworkReturn(listener),
      },
      play: (source) => this.#play(source),
      stop: () => this.#draw({ player: '', src: '' }),
      changed: (state) => this.#changed(state),
    });
    void this.#askNetworkType();
  }

  tell(event: PlaybackEvent): void {
    this.#playback.tell(event);
  }

  /** The page is in front again. `<live-player>` goes on by itself; `<video>` stands where it was left. */
  shown(): void {
    this.tell({ type: 'networkReturned' });
    if (this.#owner.data.player === 'video') wx.createVideoContext('video', this.#owner).play();
  }

  sized({ width, height }: { width: number; height: number }): void {
    if (!width || !height) return;
    const isLandscape = width > height;
    if (isLandscape !== this.#owner.data.isLandscape) this.#draw({ isLandscape });
    this.#owner.triggerEvent('layout', { width, height, isLandscape });
  }

  kept(ms: number | undefined): void {
    this.#keptMs = ms && ms > 0 ? ms : null;
  }

  requestFullScreen(): void {
    this.#context()?.requestFullScreen({ direction: this.#owner.data.isLandscape ? 90 : 0 });
  }

  exitFullScreen(): void {
    this.#context()?.exitFullScreen({});
  }

  close(): void {
    this.#playback.close();
    this.#overPicture.close();
    for (const undo of this.#undo) undo();
    this.#draw(emptyScreen);
    this.#isClosed = true;
  }

  /** A player that stands there is started again; one that is new, or has another address, starts by itself. */
  #play({ player, url }: PlayableSource): void {
    const { data } = this.#owner;
    const isThere = data.player === player;
    const isSame = isThere && data.src === url;
    this.#keptMs = null;
    this.#draw({ player, src: url, cache: cacheSettings(this.#networkType) }, () => {
      const context = this.#context();
      if (isSame && context && 'stop' in context) context.stop({ complete: () => context.play({}) });
      else if (isThere) context?.play({});
    });
  }

  #changed(state: PlaybackState): void {
    const { language } = this.#owner.data;
    this.#draw(statusOf(state, language));
    const player = 'source' in state ? state.source.player : null;
    this.#owner.triggerEvent('state', { name: state.name, player });
    if (state.name === 'failed') this.#owner.triggerEvent('error', { code: state.code });
  }

  #latencyMs(): number | null {
    const { state } = this.#playback;
    if (state.name !== 'playing') return null;
    const { cache } = this.#owner.data;
    return this.#keptMs === null ? usualLatencyMs(state.source.player, cache) : onTheWayMs + this.#keptMs;
  }

  #context() {
    const { player } = this.#owner.data;
    if (player === 'live-player') return wx.createLivePlayerContext('live-player', this.#owner);
    return player === 'video' ? wx.createVideoContext('video', this.#owner) : null;
  }

  async #askNetworkType(): Promise<string> {
    const { networkType } = await wx.getNetworkType();
    this.#networkType = networkType;
    return networkType;
  }

  #onNetworkReturn(listener: () => void): () => void {
    const changed = ({ isConnected, networkType }: { isConnected: boolean; networkType: string }) => {
      this.#networkType = networkType;
      if (isConnected) listener();
    };
    wx.onNetworkStatusChange(changed);
    return () => wx.offNetworkStatusChange(changed as () => void);
  }

  #draw(view: Partial<ScreenData>, drawn?: () => void): void {
    if (!this.#isClosed) this.#owner.setData(view, drawn);
  }
}
