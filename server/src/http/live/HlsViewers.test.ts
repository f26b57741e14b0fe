import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { HlsViewers } from './HlsViewers.ts';

function counted() {
  const clock = new FakeClock();
  const open: (string | null)[] = [];
  const viewers = new HlsViewers(
    {
      open: (_roomId, ticket) => {
        open.push(ticket);
        return () => open.splice(open.indexOf(ticket), 1);
      },
    },
    clock,
  );
  const ask = (from: { ip?: string; agent?: string; playback?: string; ticket?: string }, roomId = 'r1') => {
    const headers: Record<string, string | undefined> = {
      'user-agent': from.agent,
      'x-playback-session-id': from.playback,
    };
    const query = from.ticket === undefined ? {} : { viewer: from.ticket };
    viewers.seen(roomId, {
      ip: from.ip ?? '10.0.0.1',
      query,
      get: (name: string) => headers[name],
    } as Request);
  };
  return { clock, open, viewers, ask };
}

describe('HlsViewers', () => {
  it('counts a player once however often it asks, until it asks no more', () => {
    const { clock, open, ask } = counted();
    for (let second = 0; second < 30; second += 1) {
      ask({ agent: 'vlc' });
      clock.advance(1000);
    }
    expect(open).toEqual([null]);
    clock.advance(13_000);
    expect(open).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells players apart by ticket, playback session, else address and user agent', () => {
    const { open, ask } = counted();
    ask({ agent: 'vlc' });
    ask({ agent: 'vlc', ip: '10.0.0.2' });
    ask({ agent: 'mpv' });
    ask({ agent: 'AppleCoreMedia', playback: 'a' });
    ask({ agent: 'AppleCoreMedia', playback: 'b' });
    ask({ ticket: 's1' });
    ask({ ticket: 's1', ip: '10.0.0.9' });
    ask({ agent: 'vlc' }, 'r2');
    expect(open).toEqual([null, null, null, null, null, 's1', null]);
  });

  it('takes no ticket that cannot be one', () => {
    const { open, ask } = counted();
    ask({ ticket: 'x'.repeat(65) });
    expect(open).toEqual([null]);
  });
});
