import type { MutableSource, SeatView } from '@lianmai/shared';
import { Store } from '../../../sdk/core/Store.ts';
import { type LiveClient, LiveError, type ReadableStore } from '../../../sdk/index.ts';
import { type DeviceWishes, LocalDevices } from '../../devices/LocalDevices.ts';
import { canEncodeLayers, presets } from '../../devices/presets.ts';

/** What somebody wants to be on stage with, and what they have switched off themselves. */
export interface GuestState extends DeviceWishes {
  withVideo: boolean;
  facing: 'user' | 'environment';
}

interface StageGuestOptions {
  client: LiveClient;
  /** Devices as they were chosen last time. */
  remembered: Pick<DeviceWishes, 'cameraId' | 'microphoneId'>;
  onError: (error: LiveError) => void;
}

/** A guest's tile is one of several: more than this is lost on it. */
const guestPreset = '540p';

/**
 * Owns one viewer's way on stage: devices before and on the seat, the application, and the tracks. Guarantees that tracks are on air
 * exactly while there is a seat, and that camera and microphone are let go when nothing is wanted from them any more.
 */
export class StageGuest {
  readonly devices: LocalDevices;
  readonly #client: LiveClient;
  readonly #state: Store<GuestState>;
  readonly #onError: (error: LiveError) => void;
  readonly #stops: (() => void)[];
  #seat: SeatView | null = null;
  /** An application waits, or an invitation was just accepted: its tracks are to be on air the moment it is accepted. */
  #isAsking = false;

  constructor({ client, remembered, onError }: StageGuestOptions) {
    this.#client = client;
    this.#onError = onError;
    this.devices = new LocalDevices(client.devices);
    this.#state = new Store<GuestState>({
      cameraId: remembered.cameraId === 'none' ? null : remembered.cameraId,
      microphoneId: remembered.microphoneId === 'none' ? null : remembered.microphoneId,
      preset: guestPreset,
      isCameraMuted: false,
      isMicrophoneMuted: false,
      withVideo: true,
      facing: 'user',
    });
    this.#stops = [
      client.mySeat.subscribe(() => this.#seatChanged()),
      client.on('applicationAnswered', ({ answer }) => {
        if (answer !== 'accepted') this.#stopAsking();
      }),
      client.on('showEnded', () => this.#stopAsking()),
    ];
    this.#seatChanged();
  }

  get state(): ReadableStore<GuestState> {
    return this.#state;
  }

  /** Opens what is wanted, for the preview and for the seat. */
  async prepare(withVideo: boolean): Promise<void> {
    this.#state.update((state) => ({ ...state, withVideo }));
    await this.#openDevices();
  }

  /** Throws why the devices that are needed did not open. */
  async apply(wish: { seat?: number; message?: string }): Promise<void> {
    this.#assertDevices();
    const { withVideo } = this.#state.getSnapshot();
    await this.#asking(this.#client.stage.apply({ ...wish, withVideo }));
  }

  async acceptInvitation(invitationId: string, withVideo: boolean): Promise<void> {
    await this.prepare(withVideo);
    this.#assertDevices();
    await this.#asking(this.#client.stage.acceptInvitation(invitationId));
  }

  async withdraw(): Promise<void> {
    await this.#client.stage.withdraw();
    this.#stopAsking();
  }

  async leave(): Promise<void> {
    await this.#client.stage.leave();
  }

  /** The preview is closed: camera and microphone go, unless they are wanted on a seat or by an application. */
  letGo(): void {
    if (this.#seat === null && !this.#isAsking) this.devices.close();
  }

  async choose(changed: Partial<Pick<GuestState, 'cameraId' | 'microphoneId'>>): Promise<void> {
    this.#state.update((state) => ({ ...state, ...changed }));
    if (changed.cameraId !== undefined) await this.#openCamera();
    if (changed.microphoneId !== undefined) await this.#openMicrophone();
  }

  async setMuted(source: MutableSource, isMuted: boolean): Promise<void> {
    const key = source === 'camera' ? 'isCameraMuted' : 'isMicrophoneMuted';
    if (source === 'camera' && !isMuted && this.#openTrack('camera') === null) {
      this.#state.update((state) => ({ ...state, withVideo: true, isCameraMuted: false }));
      return await this.#openCamera();
    }
    this.#state.update((state) => ({ ...state, [key]: isMuted }));
    this.devices.setEnabled(source, !isMuted);
    if (!this.#isPublished(source)) return isMuted ? undefined : await this.#publishOne(source);
    if (isMuted) await this.#client.publisher.mute(source);
    else await this.#client.publisher.unmute(source);
  }

  async flipCamera(): Promise<void> {
    const facing = this.#state.getSnapshot().facing === 'user' ? 'environment' : 'user';
    this.#state.update((state) => ({ ...state, facing }));
    await this.#openCamera();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.devices.close();
  }

  #seatChanged(): void {
    const before = this.#seat;
    const seat = this.#client.mySeat.getSnapshot();
    this.#seat = seat;
    this.#isAsking = false;
    if (!seat) {
      if (before) this.#left();
      return;
    }
    const isVideoAllowedNow = before?.allowsVideo === false && seat.allowsVideo;
    if (!before || isVideoAllowedNow) void this.#sitDown();
  }

  async #asking(request: Promise<unknown>): Promise<void> {
    this.#isAsking = this.#seat === null;
    try {
      await request;
    } catch (cause) {
      this.#isAsking = false;
      throw cause;
    }
  }

  #stopAsking(): void {
    this.#isAsking = false;
    this.letGo();
  }

  async #sitDown(): Promise<void> {
    try {
      await this.#openDevices();
      await this.#publish();
    } catch (cause) {
      this.#report(cause);
    }
  }

  #left(): void {
    this.#state.update((state) => ({ ...state, isCameraMuted: false, isMicrophoneMuted: false }));
    this.devices.close();
  }

  async #openDevices(): Promise<void> {
    const { withVideo } = this.#state.getSnapshot();
    if (!withVideo) await this.devices.openCamera({ ...this.#state.getSnapshot(), cameraId: 'none' });
    const missing = [
      this.#openTrack('microphone') === null && this.#openMicrophone(),
      withVideo && this.#openTrack('camera') === null && this.#openCamera(),
    ];
    await Promise.all(missing);
  }

  async #openCamera(): Promise<void> {
    const state = this.#state.getSnapshot();
    const facing = state.facing === 'environment' ? 'environment' : undefined;
    const track = await this.devices.openCamera(state, facing);
    if (track) await this.#replace('camera', track);
  }

  async #openMicrophone(): Promise<void> {
    const track = await this.devices.openMicrophone(this.#state.getSnapshot());
    if (track) await this.#replace('microphone', track);
  }

  async #replace(source: MutableSource, track: MediaStreamTrack): Promise<void> {
    if (this.#seat === null) return;
    if (this.#isPublished(source)) await this.#client.publisher.replaceTrack(source, track);
    else await this.#publishOne(source);
  }

  async #publish(): Promise<void> {
    const outcomes = await Promise.allSettled([this.#publishOne('microphone'), this.#publishOne('camera')]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #publishOne(source: MutableSource): Promise<void> {
    const track = this.#openTrack(source);
    if (!track || this.#seat === null || this.#isPublished(source)) return;
    if (source === 'camera') await this.#publishCamera(track);
    else await this.#client.publishMicrophone({ track });
    const { isCameraMuted, isMicrophoneMuted } = this.#state.getSnapshot();
    const isMuted = source === 'camera' ? isCameraMuted : isMicrophoneMuted;
    if (isMuted) await this.#client.publisher.mute(source);
  }

  async #publishCamera(track: MediaStreamTrack): Promise<void> {
    if (this.#seat?.allowsVideo === false) return;
    const { maxBitrateBps } = presets[guestPreset];
    await this.#client.publishCamera({ track, simulcast: canEncodeLayers, maxBitrateBps });
  }

  /** A track that was taken off the air may have been stopped with it. */
  #openTrack(source: MutableSource): MediaStreamTrack | null {
    const track = this.devices.track(source);
    return track?.readyState === 'live' ? track : null;
  }

  #isPublished(source: MutableSource): boolean {
    return this.#client.publisher.publications.getSnapshot().some((one) => one.source === source);
  }

  /** Nobody comes on stage with neither sound nor picture. */
  #assertDevices(): void {
    const { camera, microphone } = this.devices.getSnapshot();
    if (camera.phase === 'on' || microphone.phase === 'on') return;
    if (microphone.phase === 'failed') throw microphone.error;
    throw camera.phase === 'failed' ? camera.error : new LiveError('no_device');
  }

  #report(cause: unknown): void {
    const error = LiveError.from(cause);
    // The seat was lost while the tracks were on their way up: the stage says so itself.
    if (error.code !== 'aborted' && this.#seat !== null) this.#onError(error);
  }
}
