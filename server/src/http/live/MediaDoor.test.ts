import { describe, expect, it } from 'vitest';
import { MediaAddresses } from '../../auth/MediaAddresses.ts';
import { AppError } from '../../core/AppError.ts';
import { FakeClock } from '../../core/FakeClock.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import { MediaDoor } from './MediaDoor.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });

/** Two rooms and whom they, and the platform, refuse. */
function aDoor({ isOpen = true } = {}) {
  const clock = new FakeClock();
  const bannedIn = new Map<string, Set<string>>([
    ['r1', new Set()],
    ['r2', new Set()],
  ]);
  const signedOut = new Set<string>();
  const roomOf = (id: string) => {
    const banned = bannedIn.get(id);
    if (!banned) throw new AppError('room_not_found');
    const assertMayWatch = (identity: Identity | null) => {
      if (banned.has(identity?.userId ?? '')) throw new AppError('banned');
    };
    const permissionsOf = ({ grants }: Identity) => ({ subscribe: grants.subscribe });
    return { id, assertMayWatch, permissionsOf, door: { isPrivate: false } } as unknown as Room;
  };
  const door = new MediaDoor({
    addresses: new MediaAddresses({
      signingKeys: [{ keyId: 'k', secret: 'a secret that is long enough here' }],
      ttlMs: 60_000,
      clock,
    }),
    roomOf,
    assertMayAct: ({ userId }) => {
      if (signedOut.has(userId)) throw new AppError('token_revoked');
    },
    isOpen,
  });
  const addressOf = (userId: string | null, roomId = 'r1') =>
    door.issue(roomOf(roomId), userId === null ? null : identityOf(userId)).token;
  return { clock, door, roomOf, bannedIn, signedOut, addressOf };
}

function identityOf(userId: string): Identity {
  const may = { createRoom: false, publish: false, subscribe: true, chat: true, moderate: false };
  return {
    userId,
    name: userId,
    avatarUrl: null,
    grants: { room: '*', role: 'viewer', ...may },
    expiresAtMs: Number.MAX_SAFE_INTEGER,
  };
}

describe('MediaDoor', () => {
  it('lets whoever has an address of the room in, and whoever has none where it stands open', () => {
    const { door, addressOf } = aDoor();
    expect(door.admit('r1', addressOf('anna')).holder?.userId).toBe('anna');
    expect(door.admit('r1', null)).toMatchObject({ isSigned: false, holder: null });
    expect(() => door.admit('nowhere', null)).toThrow(refusedWith('room_not_found'));
  });

  it('wants an address of everybody, and a name for each, where it does not', () => {
    const { door, addressOf } = aDoor({ isOpen: false });
    expect(() => door.admit('r1', null)).toThrow(refusedWith('media_address_missing'));
    expect(() => addressOf(null)).toThrow(refusedWith('token_missing'));
    expect(door.admit('r1', addressOf('anna')).isSigned).toBe(true);
  });

  it('gives none to a token that may not receive media, where it would open what stands open to nobody', () => {
    const deaf = identityOf('anna');
    deaf.grants.subscribe = false;
    const { door, roomOf } = aDoor({ isOpen: false });
    expect(() => door.issue(roomOf('r1'), deaf)).toThrow(refusedWith('forbidden'));
    expect(() => aDoor().door.issue(roomOf('r1'), deaf)).not.toThrow();
  });

  it('takes an address for its own room only, and for its time', () => {
    const { clock, door, addressOf } = aDoor();
    const address = addressOf('anna');
    expect(() => door.admit('r2', address)).toThrow(refusedWith('media_address_invalid'));
    clock.advance(60_000);
    expect(() => door.admit('r1', address)).toThrow(refusedWith('media_address_expired'));
  });

  it('refuses an address whose holder was banned or signed out meanwhile, and gives them no other', () => {
    const { door, bannedIn, signedOut, addressOf } = aDoor();
    const ofAnna = addressOf('anna');
    const ofBob = addressOf('bob');
    bannedIn.get('r1')?.add('anna');
    signedOut.add('bob');
    expect(() => door.admit('r1', ofAnna)).toThrow(refusedWith('banned'));
    expect(() => addressOf('anna')).toThrow(refusedWith('banned'));
    expect(() => door.admit('r1', ofBob)).toThrow(refusedWith('token_revoked'));
  });

  it('tells those who watch and may not any more, once, and no others', () => {
    const { clock, door, bannedIn, addressOf } = aDoor();
    const refused: string[] = [];
    for (const userId of ['anna', 'bob']) {
      const pass = door.admit('r1', addressOf(userId));
      const stop = door.follow(pass, () => {
        refused.push(userId);
        stop();
      });
    }
    const left = door.follow(door.admit('r1', addressOf('anna')), () => refused.push('gone'));
    left();
    bannedIn.get('r1')?.add('anna');
    // What has begun goes on when its address expires.
    clock.advance(120_000);
    door.lookAgain('r2');
    expect(refused).toEqual([]);
    door.lookAgain('r1');
    door.lookAgain();
    expect(refused).toEqual(['anna']);
  });
});
