import type { SeatView } from '@lianmai/shared';
import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../../sdk/core/Emitter.ts';
import { Store } from '../../../sdk/core/Store.ts';
import { type LiveClient, LiveError } from '../../../sdk/index.ts';
import { StageGuest } from './StageGuest.ts';

class FakeTrack extends EventTarget {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';

  stop(): void {
    this.readyState = 'ended';
  }
}

/** As much of a client as a guest on the way to a seat has to do with. */
class FakeClient {
  readonly events = new Emitter<{ applicationAnswered: { answer: string }; showEnded: object }>();
  readonly mySeat = new Store<SeatView | null>(null);
  readonly published = new Store<{ source: string; isMuted: boolean }[]>([]);
  readonly stage = {
    apply: vi.fn(async () => ({ outcome: 'queued' })),
    withdraw: vi.fn(async () => null),
    acceptInvitation: vi.fn(async () => ({ seat: 1 })),
    leave: vi.fn(async () => null),
  };
  readonly publisher = {
    publications: this.published,
    mute: vi.fn(async () => undefined),
    unmute: vi.fn(async () => undefined),
    replaceTrack: vi.fn(async () => undefined),
  };
  cameraError: LiveError | null = null;
  readonly devices = {
    openCamera: async () => {
      if (this.cameraError) throw this.cameraError;
      return new FakeTrack();
    },
    openMicrophone: async () => new FakeTrack(),
  };

  readonly on = this.events.on.bind(this.events);
  readonly publishCamera = async () => this.#publish('camera');
  readonly publishMicrophone = async () => this.#publish('microphone');

  sources(): string[] {
    return this.published
      .getSnapshot()
      .map(({ source }) => source)
      .sort();
  }

  #publish(source: string): void {
    this.published.update((all) => [...all, { source, isMuted: false }]);
  }
}

function seatOne(allowsVideo = true): SeatView {
  const user = { id: 'bo', name: 'Bo', avatarUrl: null };
  const forcedMute = { microphone: false, camera: false };
  const occupant = { user, sessionId: 's', phase: 'onAir' as const, isReconnecting: false, forcedMute };
  return { seat: 1, allowsVideo, state: 'taken', occupant };
}

function setUp() {
  const client = new FakeClient();
  const errors: LiveError[] = [];
  const guest = new StageGuest({
    client: client as unknown as LiveClient,
    remembered: { cameraId: null, microphoneId: null },
    onError: (error) => errors.push(error),
  });
  return { client, guest, errors };
}

describe('StageGuest', () => {
  it('publishes once there is a seat, and lets the devices go with it', async () => {
    const { client, guest } = setUp();
    await guest.prepare(true);
    expect(client.sources()).toEqual([]);
    client.mySeat.set(seatOne());
    await vi.waitFor(() => expect(client.sources()).toEqual(['camera', 'microphone']));
    client.mySeat.set(null);
    expect(guest.devices.getSnapshot().camera.phase).toBe('off');
  });

  it('keeps the devices open while an application waits, and not longer', async () => {
    const { client, guest } = setUp();
    await guest.prepare(true);
    await guest.apply({ message: 'hello' });
    expect(client.stage.apply).toHaveBeenCalledWith({ message: 'hello', withVideo: true });
    guest.letGo();
    expect(guest.devices.getSnapshot().camera.phase).toBe('on');
    client.events.emit('applicationAnswered', { answer: 'refused' });
    expect(guest.devices.getSnapshot().camera.phase).toBe('off');
  });

  it('lets the devices go when the sheet is closed without asking', async () => {
    const { guest } = setUp();
    await guest.prepare(true);
    guest.letGo();
    expect(guest.devices.getSnapshot()).toEqual({ camera: { phase: 'off' }, microphone: { phase: 'off' } });
  });

  it('keeps the devices open from the yes to the seat', async () => {
    const { client, guest } = setUp();
    await guest.acceptInvitation('i1', true);
    guest.letGo();
    expect(guest.devices.getSnapshot().camera.phase).toBe('on');
    client.mySeat.set(seatOne());
    await vi.waitFor(() => expect(client.sources()).toEqual(['camera', 'microphone']));
  });

  it('comes with sound alone where no picture is wanted', async () => {
    const { client, guest } = setUp();
    await guest.acceptInvitation('i1', false);
    client.mySeat.set(seatOne());
    await vi.waitFor(() => expect(client.sources()).toEqual(['microphone']));
  });

  it('sends no picture from a seat without video, and does once it is allowed', async () => {
    const { client, guest } = setUp();
    await guest.prepare(true);
    client.mySeat.set(seatOne(false));
    await vi.waitFor(() => expect(client.sources()).toEqual(['microphone']));
    client.mySeat.set(seatOne(true));
    await vi.waitFor(() => expect(client.sources()).toEqual(['camera', 'microphone']));
  });

  it('goes on with the microphone when the camera does not open', async () => {
    const { client, guest } = setUp();
    client.cameraError = new LiveError('camera_busy');
    await guest.prepare(true);
    await guest.apply({});
    expect(client.stage.apply).toHaveBeenCalled();
  });

  it('asks for nothing without any device', async () => {
    const { client, guest } = setUp();
    client.cameraError = new LiveError('camera_denied');
    client.devices.openMicrophone = async () => {
      throw new LiveError('microphone_denied');
    };
    await guest.prepare(true);
    await expect(guest.apply({})).rejects.toMatchObject({ code: 'microphone_denied' });
    expect(client.stage.apply).not.toHaveBeenCalled();
  });

  it('mutes what is on air at the server too', async () => {
    const { client, guest } = setUp();
    await guest.prepare(true);
    client.mySeat.set(seatOne());
    await vi.waitFor(() => expect(client.sources()).toHaveLength(2));
    await guest.setMuted('microphone', true);
    expect(client.publisher.mute).toHaveBeenCalledWith('microphone');
    expect(guest.devices.track('microphone')?.enabled).toBe(false);
  });
});
