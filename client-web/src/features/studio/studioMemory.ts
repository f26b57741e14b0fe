import { readStored, writeStored } from '../../app/storage.ts';
import type { DeviceWishes } from '../devices/LocalDevices.ts';
import { canEncodeLayers, isPresetName } from '../devices/presets.ts';

const settingsKey = 'lianmai.studio.settings';
const roomKey = 'lianmai.studio.room';

/** Where the show's picture and sound come from. */
export type StudioSource = 'camera' | 'encoder';

export interface StudioSettings extends DeviceWishes {
  source: StudioSource;
  isSimulcast: boolean;
}

export const defaultSettings: StudioSettings = {
  source: 'camera',
  cameraId: null,
  microphoneId: null,
  preset: '720p',
  isSimulcast: canEncodeLayers,
  isCameraMuted: false,
  isMicrophoneMuted: false,
};

export function recallSettings(): StudioSettings {
  const stored = parseObject(readStored(settingsKey));
  const text = (key: string) => (typeof stored[key] === 'string' ? stored[key] : null);
  return {
    source: stored.source === 'encoder' ? 'encoder' : 'camera',
    cameraId: text('cameraId'),
    microphoneId: text('microphoneId'),
    preset: isPresetName(stored.preset) ? stored.preset : defaultSettings.preset,
    isSimulcast: typeof stored.isSimulcast === 'boolean' ? stored.isSimulcast : canEncodeLayers,
    isCameraMuted: stored.isCameraMuted === true,
    isMicrophoneMuted: stored.isMicrophoneMuted === true,
  };
}

export function rememberSettings(settings: StudioSettings): void {
  writeStored(settingsKey, JSON.stringify(settings));
}

/** The room that this guest went live in last: their room, until they are somebody else. */
export function recallRoom(userId: string): string | null {
  const stored = parseObject(readStored(roomKey));
  return stored.userId === userId && typeof stored.roomId === 'string' ? stored.roomId : null;
}

export function rememberRoom(userId: string, roomId: string | null): void {
  writeStored(roomKey, roomId === null ? null : JSON.stringify({ userId, roomId }));
}

function parseObject(stored: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
