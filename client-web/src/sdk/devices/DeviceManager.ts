import type { ReadableStore } from '../core/Store.ts';
import { Store } from '../core/Store.ts';

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

/** Cameras, microphones and screens of this machine: lists them, opens them, notices when they come and go. */
export class DeviceManager {
  readonly #devices = new Store<DeviceList>({ cameras: [], microphones: [], speakers: [], hasLabels: false });

  get devices(): ReadableStore<DeviceList> {
    return this.#devices;
  }

  /** Starts watching; call `stop()` when done. Resolves with the first list. */
  async start(): Promise<DeviceList> {
    throw new Error('to be written');
  }

  stop(): void {}

  /** Asks the user where needed. Throws `camera_denied`, `camera_busy`, `no_device`, `insecure_context`, `unsupported_browser`. */
  async openCamera(_constraints: CameraConstraints = {}): Promise<MediaStreamTrack> {
    throw new Error('to be written');
  }

  async openMicrophone(_constraints: MicrophoneConstraints = {}): Promise<MediaStreamTrack> {
    throw new Error('to be written');
  }

  /** `audio` is null where the browser or the user gives no sound with the screen. Throws `screen_denied`. */
  async openScreen(): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | null }> {
    throw new Error('to be written');
  }
}
