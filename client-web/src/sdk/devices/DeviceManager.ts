import type { ReadableStore } from '../core/Store.ts';
import { Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import { type DeviceKind, deviceError, mediaDevices } from './deviceErrors.ts';

export interface MediaDeviceChoice {
  deviceId: string;
  label: string;
}

export interface DeviceList {
  cameras: readonly MediaDeviceChoice[];
  microphones: readonly MediaDeviceChoice[];
  speakers: readonly MediaDeviceChoice[];
  /** Labels are empty until the user has allowed a device once. */
  hasLabels: boolean;
}

export interface CameraConstraints {
  deviceId?: string;
  facing?: 'user' | 'environment';
  width?: number;
  height?: number;
  fps?: number;
}

export interface MicrophoneConstraints {
  deviceId?: string;
  /** Echo cancellation, noise suppression and gain control of the browser; default true. */
  isProcessed?: boolean;
}

const noDevices: DeviceList = { cameras: [], microphones: [], speakers: [], hasLabels: false };

/** Cameras, microphones and screens of this machine: lists them, opens them, notices when they come and go. */
export class DeviceManager {
  readonly #devices = new Store<DeviceList>(noDevices);
  #stopWatching: (() => void) | null = null;

  get devices(): ReadableStore<DeviceList> {
    return this.#devices;
  }

  /** Watches for devices that come and go, until `stop()`. Resolves with the first list; throws `insecure_context`. */
  async start(): Promise<DeviceList> {
    const devices = mediaDevices();
    if (!this.#stopWatching) {
      const refresh = () => void this.#refresh();
      devices.addEventListener('devicechange', refresh);
      this.#stopWatching = () => devices.removeEventListener('devicechange', refresh);
    }
    return await this.#refresh();
  }

  stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  /** Asks the user where needed. Throws `camera_denied`, `camera_busy`, `no_device`, `insecure_context`, `unsupported_browser`. */
  async openCamera(wish: CameraConstraints = {}): Promise<MediaStreamTrack> {
    const { deviceId, facing = 'user', width = 1280, height = 720, fps = 30 } = wish;
    const video: MediaTrackConstraints = {
      ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: facing }),
      width: { ideal: width },
      height: { ideal: height },
      frameRate: { ideal: fps, max: fps },
    };
    return await this.#open('camera', { video });
  }

  /** Throws the same as `openCamera`, with `microphone_denied` and `microphone_busy`. */
  async openMicrophone({
    deviceId,
    isProcessed = true,
  }: MicrophoneConstraints = {}): Promise<MediaStreamTrack> {
    const audio: MediaTrackConstraints = {
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      echoCancellation: isProcessed,
      noiseSuppression: isProcessed,
      autoGainControl: isProcessed,
    };
    return await this.#open('microphone', { audio });
  }

  /** `audio` is null where the browser or the user gives no sound with the screen. Throws `screen_denied`. */
  async openScreen(): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | null }> {
    try {
      const devices = mediaDevices();
      if (!('getDisplayMedia' in devices)) throw new LiveError('unsupported_browser');
      const stream = await devices.getDisplayMedia({
        video: { frameRate: { ideal: 30, max: 30 }, width: { max: 1920 }, height: { max: 1920 } },
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
      const [video] = stream.getVideoTracks();
      if (!video) throw new LiveError('screen_denied');
      return { video, audio: stream.getAudioTracks()[0] ?? null };
    } catch (error) {
      throw deviceError('screen', error);
    }
  }

  async #open(kind: DeviceKind, constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
    try {
      const stream = await mediaDevices().getUserMedia(constraints);
      // Labels are known only now.
      void this.#refresh();
      const [track] = stream.getTracks();
      if (!track) throw new LiveError('no_device');
      return track;
    } catch (error) {
      throw deviceError(kind, error);
    }
  }

  async #refresh(): Promise<DeviceList> {
    const all = await mediaDevices()
      .enumerateDevices()
      .catch((): MediaDeviceInfo[] => []);
    this.#devices.set(arrange(all));
    return this.#devices.getSnapshot();
  }
}

function arrange(all: readonly MediaDeviceInfo[]): DeviceList {
  const ofKind = (kind: MediaDeviceKind) =>
    all
      // Without permission browsers list one nameless device without an id.
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  return {
    cameras: ofKind('videoinput'),
    microphones: ofKind('audioinput'),
    speakers: ofKind('audiooutput'),
    hasLabels: all.some((device) => device.label !== ''),
  };
}
