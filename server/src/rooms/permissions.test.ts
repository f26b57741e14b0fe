import { describe, expect, it } from 'vitest';
import { identity } from '../testing/roomFixture.ts';
import { permissionsIn } from './permissions.ts';

const room = { id: 'r1', anchorId: 'anna' };

describe('permissionsIn', () => {
  it('gives nothing to a token of another room', () => {
    expect(permissionsIn(room, identity('anna', { room: 'r2' }))).toBeNull();
  });

  it('lets only the anchor publish', () => {
    expect(permissionsIn(room, identity('anna'))).toMatchObject({
      role: 'anchor',
      publish: true,
      moderate: true,
    });
    expect(permissionsIn(room, identity('bob'))).toMatchObject({
      role: 'viewer',
      publish: false,
      moderate: false,
    });
  });

  it('denies whatever the token does not grant, to the anchor too', () => {
    const bare = identity('anna', { publish: false, subscribe: false, chat: false });
    expect(permissionsIn(room, bare)).toMatchObject({ publish: false, subscribe: false, chat: false });
  });

  it('makes the holder of an anchor token for this room its anchor, but not of every room', () => {
    expect(permissionsIn(room, identity('eve', { role: 'anchor', room: 'r1' }))).toMatchObject({
      role: 'anchor',
    });
    expect(permissionsIn(room, identity('eve', { role: 'anchor', room: '*' }))).toMatchObject({
      role: 'viewer',
    });
  });

  it('knows moderators and operators', () => {
    const moderator = identity('mo', { role: 'moderator', moderate: true });
    expect(permissionsIn(room, moderator)).toMatchObject({
      role: 'moderator',
      moderate: true,
      publish: false,
    });
    expect(permissionsIn(room, identity('op', { role: 'operator' }))).toMatchObject({
      role: 'operator',
      moderate: true,
    });
  });
});
