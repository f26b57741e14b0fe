import { useI18n } from '../../i18n/index.ts';
import type { MediaDeviceChoice } from '../../sdk/index.ts';
import { Segments, SelectField } from '../../ui/fields.tsx';
import { CameraIcon, MicIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import { LevelBar } from '../devices/LevelBar.tsx';
import type { DeviceChoice } from '../devices/LocalDevices.ts';
import { presetNames, presets } from '../devices/presets.ts';
import type { Studio } from './useStudio.ts';

/** Camera, microphone with its level, and picture size: before the show and during it. */
export function DeviceFields({ studio, isLive }: { studio: Studio; isLive: boolean }) {
  const { t } = useI18n();
  const { settings, change } = studio;
  const devices = useStore(studio.show.client.devices.devices);
  const tracks = useStore(studio.devices);
  const microphone = tracks.microphone.phase === 'on' ? tracks.microphone.track : null;
  const camera = tracks.camera.phase === 'on' ? tracks.camera.track : null;
  const mbps = (presets[settings.preset].maxBitrateBps * (settings.isSimulcast ? 1.4 : 1)) / 1_000_000;

  return (
    <>
      <SelectField
        label={t('studio.camera')}
        icon={<CameraIcon size={20} />}
        value={chosenDevice(settings.cameraId, camera, devices.cameras)}
        onChange={(event) => change({ cameraId: event.target.value })}
        data-testid="studio-camera-select"
      >
        {devices.cameras.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || t('studio.cameraN', { n: index + 1 })}
          </option>
        ))}
        <option value="none">{t('studio.noCamera')}</option>
      </SelectField>
      <div className="studio__microphone">
        <SelectField
          label={t('studio.microphone')}
          icon={<MicIcon size={20} />}
          value={chosenDevice(settings.microphoneId, microphone, devices.microphones)}
          onChange={(event) => change({ microphoneId: event.target.value })}
          data-testid="studio-mic-select"
        >
          {devices.microphones.map((device, index) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || t('studio.microphoneN', { n: index + 1 })}
            </option>
          ))}
          <option value="none">{t('studio.noMicrophone')}</option>
        </SelectField>
        <LevelBar track={settings.isMicrophoneMuted ? null : microphone} />
      </div>
      <Segments
        label={t('studio.quality')}
        choices={presetNames.map((value) => ({ value, label: value }))}
        value={settings.preset}
        onChoose={(preset) => change({ preset })}
        testId="studio-quality"
        hint={t('studio.qualityHint', { mbps: mbps.toFixed(1) })}
      />
      {!isLive && (
        <label className="check">
          <input
            type="checkbox"
            checked={settings.isSimulcast}
            onChange={(event) => change({ isSimulcast: event.target.checked })}
            data-testid="studio-simulcast"
          />
          <span className="check__box" aria-hidden="true" />
          <span>
            {t('studio.simulcast')}
            <span className="field__hint check__hint">{t('studio.simulcastHint')}</span>
          </span>
        </label>
      )}
    </>
  );
}

/** What the list shows as chosen: the device in use, also where it was the browser's choice and not the user's. */
function chosenDevice(
  choice: DeviceChoice,
  track: MediaStreamTrack | null,
  devices: readonly MediaDeviceChoice[],
): string {
  if (choice === 'none') return 'none';
  const inUse = track?.getSettings().deviceId ?? choice;
  return devices.some((device) => device.deviceId === inUse)
    ? (inUse ?? 'none')
    : (devices[0]?.deviceId ?? 'none');
}
