import { describe, expect, it, vi } from 'vitest';
import { DeviceManager, LiveError } from '../../sdk/index.ts';
import { defaultSettings } from '../studio/studioMemory.ts';
import { LocalDevices } from './LocalDevices.ts';

class FakeTrack extends EventTarget {
  readonly id: string;
  enabled = true;
  readonly stop = vi.fn();

  constructor(id: string) {
    super();
    this.id = id;
  }
}

/** A manager whose cameras open when the test says so. */
class SlowManager extends DeviceManager {
  readonly opening: {
    deviceId: string | undefined;
    resolve: (track: FakeTrack) => void;
    reject: (error: Error) => void;
  }[] = [];

  override async openCamera({ deviceId }: { deviceId?: string } = {}): Promise<MediaStreamTrack> {
    const { promise, resolve, reject } = Promise.withResolvers<FakeTrack>();
    this.opening.push({ deviceId, resolve, reject });
    // The part of a MediaStreamTrack that LocalDevices touches.
    return (await promise) as unknown as MediaStreamTrack;
  }
}

const setUp = () => {
  const manager = new SlowManager();
  return { manager, devices: new LocalDevices(manager) };
};

describe('LocalDevices', () => {
  it('offers the last choice, and stops what an earlier one opens too late', async () => {
    const { manager, devices } = setUp();
    const first = devices.openCamera({ ...defaultSettings, cameraId: 'a' });
    const second = devices.openCamera({ ...defaultSettings, cameraId: 'b' });
    const [a, b] = [new FakeTrack('a'), new FakeTrack('b')];
    manager.opening[1]?.resolve(b);
    manager.opening[0]?.resolve(a);
    expect((await second)?.id).toBe('b');
    expect(await first).toBeNull();
    expect(a.stop).toHaveBeenCalled();
    expect(devices.track('camera')?.id).toBe('b');
  });

  it('stops a camera that opens after closing', async () => {
    const { manager, devices } = setUp();
    const opened = devices.openCamera(defaultSettings);
    devices.close();
    const late = new FakeTrack('late');
    manager.opening[0]?.resolve(late);
    expect(await opened).toBeNull();
    expect(late.stop).toHaveBeenCalled();
    expect(devices.getSnapshot().camera).toEqual({ phase: 'off' });
  });

  it('takes the default camera where the remembered one is not plugged in', async () => {
    const { manager, devices } = setUp();
    const opened = devices.openCamera({ ...defaultSettings, cameraId: 'gone' });
    manager.opening[0]?.reject(new LiveError('no_device'));
    await vi.waitFor(() => expect(manager.opening).toHaveLength(2));
    expect(manager.opening[1]?.deviceId).toBeUndefined();
    manager.opening[1]?.resolve(new FakeTrack('default'));
    expect((await opened)?.id).toBe('default');
  });

  it('tells a refusal apart, and an unplugged camera', async () => {
    const { manager, devices } = setUp();
    const refused = devices.openCamera(defaultSettings);
    manager.opening[0]?.reject(new LiveError('camera_denied'));
    await refused;
    expect(devices.getSnapshot().camera).toMatchObject({ phase: 'failed', error: { code: 'camera_denied' } });
    const opened = devices.openCamera(defaultSettings);
    const track = new FakeTrack('usb');
    manager.opening[1]?.resolve(track);
    await opened;
    track.dispatchEvent(new Event('ended'));
    expect(devices.getSnapshot().camera).toMatchObject({ phase: 'failed', error: { code: 'no_device' } });
  });

  it('opens a muted camera disabled', async () => {
    const { manager, devices } = setUp();
    const opened = devices.openCamera({ ...defaultSettings, isCameraMuted: true });
    manager.opening[0]?.resolve(new FakeTrack('a'));
    expect((await opened)?.enabled).toBe(false);
  });
});
