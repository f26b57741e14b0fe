import { type DeviceManager, LiveError } from '../../sdk/index.ts';
import { type PresetName, presets } from './presets.ts';

/** `none`: deliberately without; null: the browser's default device. */
export type DeviceChoice = string | 'none' | null;

/** Which devices, how good a picture, and what is off. */
export interface DeviceWishes {
  cameraId: DeviceChoice;
  microphoneId: DeviceChoice;
  preset: PresetName;
  isCameraMuted: boolean;
  isMicrophoneMuted: boolean;
}

export type SourceState =
  | { phase: 'off' }
  | { phase: 'opening' }
  | { phase: 'on'; track: MediaStreamTrack }
  | { phase: 'failed'; error: LiveError };

export interface LocalTracks {
  camera: SourceState;
  microphone: SourceState;
}

type Source = keyof LocalTracks;
type OpenTrack = (() => Promise<MediaStreamTrack>) | null;

/**
 * Owns the camera and microphone tracks of one person, before they are on air and while they are. Guarantees that of several choices in a row the
 * last one wins, and that no track it no longer offers stays open.
 */
export class LocalDevices {
  readonly #manager: DeviceManager;
  readonly #listeners = new Set<() => void>();
  readonly #turns: Record<Source, number> = { camera: 0, microphone: 0 };
  #tracks: LocalTracks = { camera: { phase: 'off' }, microphone: { phase: 'off' } };

  constructor(manager: DeviceManager) {
    this.#manager = manager;
  }

  readonly getSnapshot = (): LocalTracks => this.#tracks;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  track(source: Source): MediaStreamTrack | null {
    const state = this.#tracks[source];
    return state.phase === 'on' ? state.track : null;
  }

  async openCamera(
    settings: DeviceWishes,
    facing?: 'user' | 'environment',
  ): Promise<MediaStreamTrack | null> {
    const { cameraId, preset } = settings;
    const { width, height, fps } = presets[preset];
    const deviceId = facing ? undefined : (cameraId ?? undefined);
    const open = () => this.#openRemembered('camera', deviceId, { facing, width, height, fps });
    return await this.#open('camera', cameraId === 'none' && !facing ? null : open, !settings.isCameraMuted);
  }

  async openMicrophone(settings: DeviceWishes): Promise<MediaStreamTrack | null> {
    const { microphoneId } = settings;
    const open = () => this.#openRemembered('microphone', microphoneId ?? undefined, {});
    return await this.#open('microphone', microphoneId === 'none' ? null : open, !settings.isMicrophoneMuted);
  }

  setEnabled(source: Source, isEnabled: boolean): void {
    const track = this.track(source);
    if (track) track.enabled = isEnabled;
  }

  close(): void {
    for (const source of ['camera', 'microphone'] as const) {
      this.#turns[source] += 1;
      this.track(source)?.stop();
      this.#set(source, { phase: 'off' });
    }
  }

  async #open(source: Source, open: OpenTrack, isEnabled: boolean): Promise<MediaStreamTrack | null> {
    this.#turns[source] += 1;
    const turn = this.#turns[source];
    // Many cameras open once only: the present track goes before the next one comes.
    this.track(source)?.stop();
    this.#set(source, open ? { phase: 'opening' } : { phase: 'off' });
    if (!open) return null;
    try {
      const track = await open();
      if (turn !== this.#turns[source]) {
        track.stop();
        return null;
      }
      track.enabled = isEnabled;
      track.addEventListener('ended', () => this.#onUnplugged(source, track), { once: true });
      this.#set(source, { phase: 'on', track });
      return track;
    } catch (cause) {
      if (turn === this.#turns[source]) this.#set(source, { phase: 'failed', error: LiveError.from(cause) });
      return null;
    }
  }

  /** A remembered device that is not plugged in today gives way to the default one. */
  async #openRemembered(
    source: Source,
    deviceId: string | undefined,
    constraints: object,
  ): Promise<MediaStreamTrack> {
    const open = (id: string | undefined) =>
      source === 'camera'
        ? this.#manager.openCamera({ ...constraints, deviceId: id })
        : this.#manager.openMicrophone({ ...constraints, deviceId: id });
    try {
      return await open(deviceId);
    } catch (cause) {
      if (deviceId === undefined || LiveError.from(cause).code !== 'no_device') throw cause;
      return await open(undefined);
    }
  }

  // Fires for unplugging and for the system taking the device away, never for our own `stop()`.
  #onUnplugged(source: Source, track: MediaStreamTrack): void {
    if (this.track(source) === track)
      this.#set(source, { phase: 'failed', error: new LiveError('no_device') });
  }

  #set(source: Source, state: SourceState): void {
    this.#tracks = { ...this.#tracks, [source]: state };
    for (const listener of [...this.#listeners]) listener();
  }
}
