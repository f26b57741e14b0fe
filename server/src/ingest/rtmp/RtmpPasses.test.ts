import { describe, expect, it } from 'vitest';
import { roomFixture } from '../../testing/roomFixture.ts';
import { RtmpPasses } from './RtmpPasses.ts';

function open() {
  const { clock, room, rooms, anchor, join } = roomFixture();
  const passes = new RtmpPasses(clock);
  const { session } = join('bob');
  const other = rooms.create({ id: 'r2', title: 'Other', coverUrl: null, anchor });
  return { clock, room, other, passes, session };
}
const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return 'ok';
};

describe('a pass', () => {
  it('speaks for its Session, in its room', () => {
    const { room, other, passes, session } = open();
    const { token } = passes.issue(room, session);
    expect(RtmpPasses.looksLikeOne(token)).toBe(true);
    expect(passes.sessionOf(room, token)).toBe(session);
    expect(codeOf(() => passes.sessionOf(other, token))).toBe('token_invalid');
    expect(codeOf(() => passes.sessionOf(room, `${token.slice(0, -2)}__`))).toBe('token_invalid');
    expect(codeOf(() => passes.sessionOf(room, 'pass-x'))).toBe('token_invalid');
  });

  it('is good until it expires, and after it for who has begun with it', async () => {
    const { clock, room, passes, session } = open();
    const unused = passes.issue(room, session);
    const used = passes.issue(room, session);
    passes.begin(room, used.token, session);
    clock.advance(unused.expiresAtMs - clock.nowMs());
    expect(codeOf(() => passes.sessionOf(room, unused.token))).toBe('token_expired');
    expect(passes.sessionOf(room, used.token)).toBe(session);
  });

  it('is spent when the room ends what was published, and a new one is not', () => {
    const { room, passes, session } = open();
    const before = passes.issue(room, session);
    passes.begin(room, before.token, session);
    passes.spend(session);
    expect(codeOf(() => passes.sessionOf(room, before.token))).toBe('token_expired');
    expect(passes.sessionOf(room, passes.issue(room, session).token)).toBe(session);
  });

  it('ends with its Session', () => {
    const { room, passes, session } = open();
    const { token } = passes.issue(room, session);
    session.end('left');
    expect(codeOf(() => passes.sessionOf(room, token))).toBe('session_not_found');
  });
});
