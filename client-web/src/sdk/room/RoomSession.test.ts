import {
  defaultStageSettings,
  emptyAudience,
  emptyBackstage,
  emptySnapshotParts,
  type ReplyMap,
  type RoomEvent,
} from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { type FakeCarrier, FakeCarriers } from '../signaling/FakeCarriers.ts';
import type { EndReason } from '../types.ts';
import { RoomSession } from './RoomSession.ts';

const event = (seq: number): RoomEvent => ({
  seq,
  at: seq,
  type: 'audienceChanged',
  data: { ...emptyAudience, viewerCount: seq },
});

function joinReply(seq: number, changes: Partial<ReplyMap['join']> = {}): ReplyMap['join'] {
  return {
    sessionId: 's1',
    resumeKey: 'k1',
    graceMs: 30_000,
    isResumed: false,
    role: 'viewer',
    may: { publish: false, subscribe: true, chat: true, moderate: false },
    muted: null,
    snapshot: {
      seq,
      room: {
        id: 'r1',
        title: 'Room',
        coverUrl: null,
        anchor: { id: 'u1', name: 'Anchor', avatarUrl: null },
        status: 'live',
        access: 'public',
        viewerCount: seq,
        likeCount: 0,
        startedAt: null,
        createdAt: '2026-01-01T00:00:00Z',
      },
      publications: [],
      stage: { settings: defaultStageSettings, seats: [] },
      pk: null,
      isAnchorAway: false,
      serverNowMs: 0,
      ...emptySnapshotParts,
    },
    backstage: emptyBackstage,
    missed: [],
    rtpCapabilities: { codecs: [], headerExtensions: [] },
    ...changes,
  };
}

function accept(carrier: FakeCarrier, reply: ReplyMap['join']): void {
  const { frame, reply: answer } = carrier.request('join');
  answer({ type: 'reply', id: frame.id ?? null, ok: true, data: reply });
}

function refuse(
  carrier: FakeCarrier,
  code: 'session_not_found' | 'room_not_found' | 'capacity_reached',
): void {
  const { frame, reply } = carrier.request('join');
  const { message, retryable } = new LiveError(code);
  reply({ type: 'reply', id: frame.id ?? null, ok: false, error: { code, message, retryable } });
}

describe('RoomSession', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function start() {
    const carriers = new FakeCarriers();
    const session = new RoomSession({
      openCarrier: carriers.openCarrier,
      roomId: 'r1',
      as: 'viewer',
      policy: () => 100,
    });
    const heard: number[] = [];
    const resets: boolean[] = [];
    const joins: boolean[] = [];
    const ends: { reason: EndReason; code: string | null }[] = [];
    session.on('event', ({ seq }) => heard.push(seq));
    session.on('reset', ({ isResumed }) => resets.push(isResumed));
    session.on('joined', ({ isResumed }) => joins.push(isResumed));
    session.on('ended', ({ reason, error }) => ends.push({ reason, code: error?.code ?? null }));
    session.start();
    return { carriers, session, heard, resets, joins, ends };
  }

  function joined(seq = 10) {
    const started = start();
    started.carriers.newest.open();
    accept(started.carriers.newest, joinReply(seq));
    return started;
  }

  function reconnect(carriers: FakeCarriers): FakeCarrier {
    carriers.newest.lose();
    vi.advanceTimersByTime(100);
    carriers.newest.open();
    return carriers.newest;
  }

  it('joins with a snapshot and applies what follows it', () => {
    const { carriers, session, heard, resets } = start();
    carriers.newest.open();
    // A push may overtake the reply.
    carriers.newest.push({ type: 'event', event: event(11) });
    accept(carriers.newest, joinReply(10));
    carriers.newest.push({ type: 'event', event: event(12) });
    expect(heard).toEqual([11, 12]);
    expect(resets).toEqual([false]);
    expect(session.room.getSnapshot()).toMatchObject({ seq: 12, room: { viewerCount: 12 } });
  });

  it('sends after the first join what was asked before it', async () => {
    const { carriers, session } = start();
    const reply = session.request('endShow', {});
    carriers.newest.open();
    accept(carriers.newest, joinReply(10));
    const { frame, reply: answer } = carriers.newest.request('endShow');
    answer({ type: 'reply', id: frame.id ?? null, ok: true, data: null });
    expect(await reply).toBeNull();
  });

  it('resumes with its last seq and hears what it missed, once', () => {
    const { carriers, session, heard, resets, joins } = joined();
    carriers.newest.push({ type: 'event', event: event(11) });
    const carrier = reconnect(carriers);
    expect(carrier.request('join').frame).toMatchObject({
      resume: { sessionId: 's1', resumeKey: 'k1', lastSeq: 11 },
    });
    carrier.push({ type: 'event', event: event(14) });
    accept(carrier, joinReply(13, { isResumed: true, missed: [event(12), event(13)] }));
    carrier.push({ type: 'event', event: event(15) });
    expect(heard).toEqual([11, 12, 13, 14, 15]);
    expect(resets).toEqual([false]);
    expect(joins).toEqual([false, true]);
    expect(session.room.getSnapshot().seq).toBe(15);
  });

  it('takes the snapshot when the log no longer reaches back', () => {
    const { carriers, session, heard, resets } = joined();
    accept(reconnect(carriers), joinReply(5000, { isResumed: true, missed: null }));
    expect(heard).toEqual([]);
    expect(resets).toEqual([false, true]);
    expect(session.room.getSnapshot().seq).toBe(5000);
  });

  it('joins afresh when the Session is gone, and fails what was asked in it', async () => {
    const { carriers, session, joins } = joined();
    const request = session.request('pauseConsumer', { consumerId: 'c1' }).catch((error: unknown) => error);
    const carrier = reconnect(carriers);
    refuse(carrier, 'session_not_found');
    expect(carrier.request('join').frame).not.toHaveProperty('resume.sessionId');
    accept(carrier, joinReply(20, { sessionId: 's2', resumeKey: 'k2' }));
    await expect(request).resolves.toMatchObject({ code: 'session_not_found' });
    expect(joins).toEqual([false, false]);
    expect(session.sessionId).toBe('s2');
    expect(carrier.sent.map(({ frame }) => frame.type)).toEqual(['join', 'join']);
  });

  it('sends unanswered requests again after a resume, never before its reply', () => {
    const { carriers, session } = joined();
    void session.request('pauseTrack', { producerId: 'p1' });
    const carrier = reconnect(carriers);
    void session.request('resumeTrack', { producerId: 'p1' });
    expect(carrier.sent.map(({ frame }) => frame.type)).toEqual(['join']);
    accept(carrier, joinReply(10, { isResumed: true }));
    expect(carrier.sent.slice(1).map(({ frame }) => [frame.type, frame.id])).toEqual([
      ['pauseTrack', '1'],
      ['resumeTrack', '2'],
    ]);
  });

  it('resumes when an entry of the log stays missing', () => {
    const { carriers, heard } = joined();
    carriers.newest.push({ type: 'event', event: event(12) });
    vi.advanceTimersByTime(1000);
    carriers.newest.push({ type: 'event', event: event(13) });
    expect(carriers.all).toHaveLength(1);
    vi.advanceTimersByTime(600);
    expect(carriers.all).toHaveLength(2);
    carriers.newest.open();
    accept(carriers.newest, joinReply(13, { isResumed: true, missed: [event(11), event(12), event(13)] }));
    expect(heard).toEqual([11, 12, 13]);
  });

  it('renews a connection that does not answer the join', () => {
    const { carriers } = start();
    carriers.newest.open();
    vi.advanceTimersByTime(8100);
    expect(carriers.all).toHaveLength(2);
    expect(carriers.all[0]?.isClosed).toBe(true);
  });

  it('waits and tries again while the server is full', () => {
    const { carriers, ends } = start();
    carriers.newest.open();
    refuse(carriers.newest, 'capacity_reached');
    vi.advanceTimersByTime(100);
    expect(carriers.all).toHaveLength(2);
    expect(ends).toEqual([]);
  });

  it('counts attempts on while joins are refused, so that the pauses grow', () => {
    const attempts: number[] = [];
    const carriers = new FakeCarriers();
    const policy = ({ attempt }: { attempt: number }) => {
      attempts.push(attempt);
      return 10;
    };
    new RoomSession({ openCarrier: carriers.openCarrier, roomId: 'r1', as: 'viewer', policy }).start();
    for (let round = 0; round < 3; round += 1) {
      carriers.newest.open();
      refuse(carriers.newest, 'capacity_reached');
      vi.advanceTimersByTime(10);
    }
    expect(attempts).toEqual([1, 2, 3]);
  });

  it.each([
    {
      name: 'a refusal for good',
      act: (c: FakeCarrier) => refuse(c, 'room_not_found'),
      end: { reason: 'failed', code: 'room_not_found' },
    },
    {
      name: 'a refused token',
      act: (c: FakeCarrier) => c.lose(new LiveError('token_expired')),
      end: { reason: 'failed', code: 'token_expired' },
    },
    {
      name: 'another tab',
      act: (c: FakeCarrier) => c.push({ type: 'notice', notice: 'sessionReplaced', data: {} }),
      end: { reason: 'session_replaced', code: null },
    },
    {
      name: 'being removed',
      act: (c: FakeCarrier) =>
        c.push({ type: 'notice', notice: 'sessionEnded', data: { reason: 'removed' } }),
      end: { reason: 'removed', code: null },
    },
  ])('ends once by $name and stays ended', ({ act, end }) => {
    const { carriers, ends } = start();
    carriers.newest.open();
    act(carriers.newest);
    vi.advanceTimersByTime(60_000);
    expect(ends).toEqual([end]);
    expect(carriers.all).toHaveLength(1);
  });

  it('joins afresh after the server has stopped', () => {
    const { carriers, ends } = joined();
    carriers.newest.push({ type: 'notice', notice: 'sessionEnded', data: { reason: 'server_stopping' } });
    vi.advanceTimersByTime(100);
    carriers.newest.open();
    expect(carriers.newest.request('join').frame).not.toHaveProperty('resume.sessionId');
    expect(ends).toEqual([]);
  });

  it('does not wait out a pause when the network returns', () => {
    const { carriers, session } = joined();
    carriers.newest.lose();
    session.networkReturned();
    expect(carriers.all).toHaveLength(2);
  });
});
