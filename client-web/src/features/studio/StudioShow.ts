import type { MediaSource, RoomAccess, RoomView, ShowEndReason } from '@lianmai/shared';
import { type AuthSession, type LiveClient, LiveError } from '../../sdk/index.ts';
import type { LocalDevices } from '../devices/LocalDevices.ts';
import { presets } from '../devices/presets.ts';
import { rememberRoom, type StudioSettings, type StudioSource } from './studioMemory.ts';

export type StudioState =
  | { phase: 'setup'; error: LiveError | null }
  | { phase: 'starting'; isResuming: boolean }
  /** In the room, until the anchor's encoder begins the show. */
  | { phase: 'waiting'; roomId: string }
  | { phase: 'live'; roomId: string; startedAtMs: number; source: StudioSource }
  /** `showId`: `null` where the show was begun by another page. */
  | {
      phase: 'ended';
      reason: ShowEndReason;
      durationMs: number | null;
      roomId: string;
      showId: string | null;
    }
  | { phase: 'replaced'; roomId: string }
  | { phase: 'failed'; error: LiveError };

interface StudioShowOptions {
  client: LiveClient;
  identity: AuthSession;
  devices: LocalDevices;
}

/** Owns one anchor's way on air and off again: room, Session, show, tracks. One state at a time, told to whoever subscribes. */
export class StudioShow {
  readonly client: LiveClient;
  readonly #identity: AuthSession;
  readonly #devices: LocalDevices;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[];
  #state: StudioState = { phase: 'setup', error: null };
  #showId: string | null = null;
  #isClosed = false;

  constructor({ client, identity, devices }: StudioShowOptions) {
    this.client = client;
    this.#identity = identity;
    this.#devices = devices;
    this.#stops = [
      client.on('showEnded', ({ data }) => this.#finish(data.reason)),
      client.state.subscribe(() => this.#onClientState()),
      client.room.subscribe(() => this.#onRoom()),
    ];
  }

  readonly getSnapshot = (): StudioState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** A new show, in `room` or, without one, in a room made for it. With an encoder it begins once that sends. */
  async goLive(
    room: RoomView | null,
    { title, access }: { title: string; access: RoomAccess },
    settings: StudioSettings,
  ): Promise<void> {
    await this.#start(false, settings, async () => {
      const roomId = room?.id ?? (await this.#createRoom(title, access));
      if (settings.source === 'encoder' && room && room.title !== title)
        await this.client.rest.updateRoom(roomId, { title });
      await this.#join(roomId);
      // An encoder that sends already waits for its anchor's word: nobody goes on air by looking up a key.
      if (settings.source === 'camera' && !this.#isRoomLive)
        this.#showId = (await this.client.startShow({ title })).showId;
      return roomId;
    });
  }

  /** The show runs; the page was reloaded, or the studio moved here from another tab. */
  async resume(roomId: string, settings: StudioSettings): Promise<void> {
    await this.#start(true, settings, async () => {
      await this.#join(roomId);
      return roomId;
    });
  }

  /** Starts the show that an encoder waits for which sent on when the last one was ended. */
  async startHeld(): Promise<void> {
    this.#showId = (await this.client.startShow()).showId;
  }

  /** The encoder is not waited for any more. */
  async stopWaiting(): Promise<void> {
    if (this.#state.phase !== 'waiting') return;
    this.#set({ phase: 'setup', error: null });
    await this.client.leave();
  }

  async end(): Promise<void> {
    await this.client.endShow();
    this.#finish('ended_by_anchor');
  }

  /** Forgets how the last show went, for the next one. */
  reset(): void {
    this.#set({ phase: 'setup', error: null });
  }

  async setMuted(source: MediaSource, isMuted: boolean): Promise<void> {
    if (isMuted) await this.client.publisher.mute(source);
    else await this.client.publisher.unmute(source);
  }

  /** Puts a newly opened track on air in place of the one before, or takes the source off where there is none. */
  async useTrack(
    source: 'camera' | 'microphone',
    track: MediaStreamTrack | null,
    settings: StudioSettings,
  ): Promise<void> {
    if (this.#state.phase !== 'live' || this.#state.source !== 'camera') return;
    const { publisher } = this.client;
    const isOnAir = publisher.publications.getSnapshot().some((publication) => publication.source === source);
    if (!track) {
      if (isOnAir) await publisher.unpublish(source);
      return;
    }
    if (isOnAir) await publisher.replaceTrack(source, track);
    else await this.#publish(source, track, settings);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    await this.client.leave();
  }

  async #start(isResuming: boolean, settings: StudioSettings, enter: () => Promise<string>): Promise<void> {
    this.#set({ phase: 'starting', isResuming });
    try {
      const roomId = await enter();
      if (this.#isClosed) return;
      const source = this.#sourceNow(settings);
      if (source === 'camera') await this.#publishAll(settings);
      else this.#devices.close();
      if (this.#state.phase !== 'starting') return;
      if (source === 'camera' || this.#isRoomLive) this.#goOnAir(roomId, source);
      else this.#set({ phase: 'waiting', roomId });
    } catch (cause) {
      const error = LiveError.from(cause);
      if (this.#isClosed || this.#state.phase !== 'starting') return;
      await this.client.leave();
      this.#set(isResuming ? { phase: 'failed', error } : { phase: 'setup', error });
    }
  }

  async #createRoom(title: string, access: RoomAccess): Promise<string> {
    const { user } = await this.#identity.ensure();
    const room = await this.client.rest.createRoom({ title, access });
    rememberRoom(user.id, room.id);
    return room.id;
  }

  async #join(roomId: string): Promise<void> {
    // Guests and a PK's rival are seen and heard here.
    await this.client.join(roomId, { as: 'publisher' });
  }

  async #publishAll(settings: StudioSettings): Promise<void> {
    const sources = ['camera', 'microphone'] as const;
    await Promise.all(
      sources.map(async (source) => {
        const track = this.#devices.track(source);
        if (track) await this.#publish(source, track, settings);
      }),
    );
  }

  async #publish(
    source: 'camera' | 'microphone',
    track: MediaStreamTrack,
    settings: StudioSettings,
  ): Promise<void> {
    if (source === 'microphone') {
      await this.client.publishMicrophone({ track });
      if (settings.isMicrophoneMuted) await this.client.publisher.mute('microphone');
      return;
    }
    const { maxBitrateBps } = presets[settings.preset];
    await this.client.publishCamera({ track, simulcast: settings.isSimulcast, maxBitrateBps });
    if (settings.isCameraMuted) await this.client.publisher.mute('camera');
  }

  /** Whose encoder is on air needs no camera, whatever was chosen in this browser. */
  #sourceNow({ source }: StudioSettings): StudioSource {
    return this.#isEncoderThere ? 'encoder' : source;
  }

  /** Also one that was left running after the last show: the server keeps it off the air until the next. */
  get #isEncoderThere(): boolean {
    return this.client.backstage.getSnapshot().ingest !== null;
  }

  get #isRoomLive(): boolean {
    return this.client.room.getSnapshot().room?.status === 'live';
  }

  #goOnAir(roomId: string, source: StudioSource): void {
    const startedAt = this.client.room.getSnapshot().room?.startedAt;
    const startedAtMs = startedAt ? Date.parse(startedAt) : Date.now();
    this.#set({ phase: 'live', roomId, startedAtMs, source });
  }

  #onRoom(): void {
    if (this.#state.phase === 'waiting' && this.#isRoomLive) this.#goOnAir(this.#state.roomId, 'encoder');
  }

  #onClientState(): void {
    const state = this.client.state.getSnapshot();
    if (state.phase !== 'ended' || this.#isClosed) return;
    if (!isInRoom(this.#state)) return;
    if (state.reason === 'left') return;
    if (state.reason === 'failed' && this.#state.phase === 'starting') return;
    // Nobody sees them any more, and the tab that took over may need the camera.
    this.#devices.close();
    if (state.reason === 'session_replaced') this.#set({ phase: 'replaced', roomId: state.roomId });
    else this.#set({ phase: 'failed', error: state.error ?? new LiveError('session_not_found') });
  }

  #finish(reason: ShowEndReason): void {
    if (this.#state.phase !== 'live') return;
    const { roomId, startedAtMs } = this.#state;
    const durationMs = Date.now() - startedAtMs;
    this.#set({ phase: 'ended', reason, durationMs, roomId, showId: this.#showId });
    this.#showId = null;
    this.#devices.close();
    void this.client.leave().catch(() => undefined);
  }

  #set(state: StudioState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function isInRoom({ phase }: StudioState): boolean {
  return phase === 'live' || phase === 'starting' || phase === 'waiting';
}
