import type { RoomView } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useDebugHandle } from '../../app/debug.ts';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveClient } from '../../sdk/index.ts';
import { publishSupport } from '../../ui/mediaSupport.ts';
import { LocalDevices } from '../devices/LocalDevices.ts';
import { useIdentityChanges } from '../identity/useIdentity.ts';
import { StudioShow } from './StudioShow.ts';
import { recallSettings, rememberSettings, type StudioSettings } from './studioMemory.ts';

export interface Studio {
  show: StudioShow;
  devices: LocalDevices;
  settings: StudioSettings;
  /** False on pages without a secure address: an encoder makes the show then. */
  canUseCamera: boolean;
  /** Applies a change, and remembers it unless it is for now: devices are opened and, during a show, put on air. */
  change: (change: Partial<StudioSettings>, options?: { isForNow?: boolean }) => void;
  /** Opens again what failed or was closed. */
  reopen: () => Promise<void>;
  /** The other camera of a phone. */
  flipCamera: () => void;
}

interface Parts {
  client: LiveClient;
  devices: LocalDevices;
  show: StudioShow;
}

/** Builds the studio's parts when it opens and takes them down when it closes; null for the moment in between. */
export function useStudio(initialRoom: RoomView | null, onError: (cause: unknown) => void): Studio | null {
  const { identity } = useServices();
  const { language } = useI18n();
  const [canUseCamera] = useState(() => publishSupport() === 'ok');
  const [settings, setSettings] = useState(() => settingsFor(canUseCamera));
  const [parts, setParts] = useState<Parts | null>(null);
  const [facing, setFacing] = useState<'user' | 'environment'>('user');
  useDebugHandle(parts?.client ?? null, null);
  useIdentityChanges({ onUpdated: () => parts?.client.identityChanged() });

  // Settings and language as they are on opening: later ones are applied as changes.
  useEffect(() => {
    const client = new LiveClient({ token: identity, language });
    const devices = new LocalDevices(client.devices);
    const show = new StudioShow({ client, identity, devices });
    setParts({ client, devices, show });
    if (canUseCamera) void client.devices.start().catch(onError);
    const opened = openDevices(devices, settings);
    if (initialRoom?.status === 'live') void opened.then(() => show.resume(initialRoom.id, settings));
    return () => {
      setParts(null);
      client.devices.stop();
      devices.close();
      void show.close().catch(onError);
    };
  }, [identity]);

  const change = useCallback(
    (changed: Partial<StudioSettings>, { isForNow = false }: { isForNow?: boolean } = {}) => {
      if (!parts) return;
      const next = { ...settings, ...changed };
      setSettings(next);
      if (!isForNow) rememberSettings(next);
      void applyChange(parts, changed, next).catch(onError);
    },
    [parts, settings, onError],
  );

  if (!parts) return null;
  return {
    show: parts.show,
    devices: parts.devices,
    settings,
    canUseCamera,
    change,
    reopen: () => openAll(parts, settings).catch(onError),
    flipCamera: () => {
      const next = facing === 'user' ? 'environment' : 'user';
      setFacing(next);
      void flip(parts, settings, next).catch(onError);
    },
  };
}

function settingsFor(canUseCamera: boolean): StudioSettings {
  const settings = recallSettings();
  return canUseCamera ? settings : { ...settings, source: 'encoder' };
}

async function flip({ devices, show }: Parts, settings: StudioSettings, facing: 'user' | 'environment') {
  await show.useTrack('camera', await devices.openCamera(settings, facing), settings);
}

async function openAll({ devices, show }: Parts, settings: StudioSettings) {
  const [camera, microphone] = await openDevices(devices, settings);
  if (camera) await show.useTrack('camera', camera, settings);
  if (microphone) await show.useTrack('microphone', microphone, settings);
}

/** None where an encoder makes the show. */
async function openDevices(devices: LocalDevices, settings: StudioSettings) {
  if (settings.source === 'encoder') return [null, null];
  return await Promise.all([devices.openCamera(settings), devices.openMicrophone(settings)]);
}

async function applyChange({ devices, show }: Parts, changed: Partial<StudioSettings>, next: StudioSettings) {
  const isLive = show.getSnapshot().phase === 'live';
  if (changed.source === 'encoder') devices.close();
  else if (changed.source === 'camera') await openDevices(devices, next);
  if (changed.isCameraMuted !== undefined) {
    devices.setEnabled('camera', !changed.isCameraMuted);
    if (isLive && devices.track('camera')) await show.setMuted('camera', changed.isCameraMuted);
  }
  if (changed.isMicrophoneMuted !== undefined) {
    devices.setEnabled('microphone', !changed.isMicrophoneMuted);
    if (isLive && devices.track('microphone')) await show.setMuted('microphone', changed.isMicrophoneMuted);
  }
  if (changed.cameraId !== undefined || changed.preset !== undefined) {
    await show.useTrack('camera', await devices.openCamera(next), next);
  }
  if (changed.microphoneId !== undefined) {
    await show.useTrack('microphone', await devices.openMicrophone(next), next);
  }
}
