import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Store } from '../sdk/core/Store.ts';
import type { RemoteUser } from '../sdk/index.ts';
import { type SoundElement, StageSound } from './StageSound.ts';

class FakeStream {
  readonly tracks: unknown[];
  constructor(tracks: unknown[]) {
    this.tracks = tracks;
  }
}

class FakeSound {
  srcObject: FakeStream | null = null;
  volume = 1;
  muted = false;
  paused = true;
  pause = () => {
    this.paused = true;
  };
  play = async () => {
    if (!FakeSound.isAllowed && !this.muted) throw new DOMException('no', 'NotAllowedError');
    this.paused = false;
  };
  static isAllowed = true;
}

function user(seat: number, ...kinds: ('audio' | 'video')[]): RemoteUser {
  const tracks = kinds.map((kind) => ({ kind, track: { id: `${seat} ${kind}` } }));
  return { sessionId: `s${seat}`, seat, tracks } as unknown as RemoteUser;
}

function setUp() {
  const users = new Store<readonly RemoteUser[]>([]);
  const elements: FakeSound[] = [];
  const blocked = vi.fn();
  const sound = new StageSound({
    users,
    isOurs: ({ seat }) => seat !== 0,
    onBlocked: blocked,
    createElement: () => {
      const element = new FakeSound();
      elements.push(element);
      return element as unknown as SoundElement;
    },
  });
  const playing = () => elements.filter(({ paused }) => !paused);
  return { users, sound, elements, playing, blocked };
}

describe('StageSound', () => {
  beforeEach(() => {
    FakeSound.isAllowed = true;
    vi.stubGlobal('MediaStream', FakeStream);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('plays the sound of everybody who is its own, and lets others be when somebody comes', () => {
    const { users, sound, elements, playing } = setUp();
    sound.start();
    const guest = user(1, 'audio', 'video');
    users.set([user(0, 'audio'), guest]);
    users.set([user(0, 'audio'), guest, user(2, 'audio')]);
    expect(elements.map(({ srcObject }) => srcObject?.tracks)).toEqual([
      [{ id: '1 audio' }],
      [{ id: '2 audio' }],
    ]);
    users.set([guest]);
    expect(playing()).toEqual([elements[0]]);
    expect(elements[1]?.srcObject).toBeNull();
  });

  it('has one volume and one mute for everybody, newcomers too', () => {
    const { users, sound, elements } = setUp();
    sound.start();
    users.set([user(1, 'audio')]);
    sound.setVolume(0.4, true);
    users.set([...users.getSnapshot(), user(2, 'audio')]);
    expect(elements).toMatchObject([
      { volume: 0.4, muted: true },
      { volume: 0.4, muted: true },
    ]);
  });

  it('says once that the browser refuses sound, and plays after a tap', async () => {
    const { users, sound, playing, blocked } = setUp();
    FakeSound.isAllowed = false;
    sound.start();
    users.set([user(1, 'audio'), user(2, 'audio')]);
    await vi.waitFor(() => expect(sound.isBlocked.getSnapshot()).toBe(true));
    expect(blocked).toHaveBeenCalledOnce();
    FakeSound.isAllowed = true;
    await sound.unblock();
    expect(sound.isBlocked.getSnapshot()).toBe(false);
    expect(playing()).toHaveLength(2);
  });

  it('is silent after it is stopped, whoever comes', () => {
    const { users, sound, playing } = setUp();
    sound.start();
    users.set([user(1, 'audio')]);
    sound.stop();
    users.set([user(1, 'audio'), user(2, 'audio')]);
    expect(playing()).toEqual([]);
  });
});
