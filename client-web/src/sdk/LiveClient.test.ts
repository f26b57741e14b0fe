import {
  defaultStageSettings,
  emptyBackstage,
  emptySnapshotParts,
  type NoticeFrame,
  type ReplyMap,
  type RequestType,
  type SeatChange,
  type SeatView,
} from '@lianmai/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LiveClient } from './LiveClient.ts';
import { FakeCarriers } from './signaling/FakeCarriers.ts';

const me = { id: 'u2', name: 'Guest', avatarUrl: null };
const free: SeatView = { seat: 1, allowsVideo: true, state: 'free' };

function mine(phase: 'greenRoom' | 'onAir', sessionId = 's1'): SeatView {
  const forcedMute = { microphone: false, camera: false };
  return {
    seat: 1,
    allowsVideo: true,
    state: 'taken',
    occupant: { user: me, sessionId, phase, isReconnecting: false, forcedMute },
  };
}

function joinReply(seats: SeatView[], changes: Partial<ReplyMap['join']> = {}): ReplyMap['join'] {
  return {
    sessionId: 's1',
    resumeKey: 'k1',
    graceMs: 30_000,
    isResumed: false,
    role: 'viewer',
    may: { publish: false, subscribe: true, chat: true, moderate: false },
    muted: null,
    snapshot: {
      seq: 10,
      room: {
        id: 'r1',
        title: 'Room',
        coverUrl: null,
        anchor: { id: 'u1', name: 'Anchor', avatarUrl: null },
        status: 'live',
        access: 'public',
        viewerCount: 1,
        likeCount: 0,
        startedAt: null,
        createdAt: '2026-01-01T00:00:00Z',
      },
      publications: [],
      stage: { settings: defaultStageSettings, seats },
      pk: null,
      isAnchorAway: false,
      serverNowMs: 0,
      ...emptySnapshotParts,
    },
    backstage: emptyBackstage,
    missed: null,
    rtpCapabilities: { codecs: [], headerExtensions: [] },
    ...changes,
  };
}

/** A client in room `r1`, and the other end of its connection. */
async function joined(seats: SeatView[] = [free]) {
  const carriers = new FakeCarriers();
  const client = new LiveClient({ baseUrl: 'http://localhost', token: 't' }, carriers.openCarrier);
  const entering = client.join('r1', { autoSubscribe: false });
  const enter = (reply: ReplyMap['join']) => {
    carriers.newest.open();
    answer('join', reply);
  };
  function answer<T extends RequestType>(type: T, data: ReplyMap[T]): void {
    const { frame, reply } = carriers.newest.request(type);
    reply({ type: 'reply', id: frame.id ?? null, ok: true, data } as never);
  }
  let seq = 10;
  const seat = (change: SeatChange, changed: SeatView) => {
    seq += 1;
    const data = { change, seats: [changed] };
    carriers.newest.push({ type: 'event', event: { seq, at: 0, type: 'seatsChanged', data } });
  };
  const notice = (frame: Omit<NoticeFrame, 'type'>) =>
    carriers.newest.push({ type: 'notice', ...frame } as NoticeFrame);
  enter(joinReply(seats));
  await entering;
  return { client, carriers, enter, answer, seat, notice };
}

describe('LiveClient on stage', () => {
  const clients: LiveClient[] = [];
  afterEach(async () => {
    vi.useRealTimers();
    for (const client of clients.splice(0)) void client.leave();
  });
  const start = async (seats?: SeatView[]) => {
    const started = await joined(seats);
    clients.push(started.client);
    return started;
  };

  it('asks, and hands back what the server answers', async () => {
    const { client, carriers, answer } = await start();
    const applied = client.stage.apply({ seat: 1, message: 'hi' });
    expect(carriers.newest.request('applyForSeat').frame).toMatchObject({ seat: 1, message: 'hi' });
    answer('applyForSeat', { outcome: 'queued', applicationId: 'a1' });
    expect(await applied).toEqual({ outcome: 'queued', applicationId: 'a1' });
  });

  it("rejects with the server's reason", async () => {
    const { client, carriers } = await start();
    const accepted = client.stage.acceptInvitation('i1');
    const { frame, reply } = carriers.newest.request('acceptInvitation');
    const error = { code: 'invitation_closed', message: '', retryable: false } as const;
    reply({ type: 'reply', id: frame.id ?? null, ok: false, error });
    await expect(accepted).rejects.toMatchObject({ code: 'invitation_closed' });
  });

  it('asks for a PK', async () => {
    const { client, carriers, answer } = await start();
    const invited = client.pk.invite('r2', 60_000);
    expect(carriers.newest.request('invitePk').frame).toMatchObject({ roomId: 'r2', durationMs: 60_000 });
    answer('invitePk', { pkId: 'pk1', expiresAtMs: 1 });
    expect(await invited).toEqual({ pkId: 'pk1', expiresAtMs: 1 });
  });

  it('knows its own seat from the green room to the end, and no other', async () => {
    const { client, seat } = await start();
    expect(client.mySeat.getSnapshot()).toBeNull();
    seat('taken', mine('greenRoom', 'another'));
    expect(client.mySeat.getSnapshot()).toBeNull();
    seat('taken', mine('greenRoom'));
    expect(client.mySeat.getSnapshot()).toMatchObject({ seat: 1, occupant: { phase: 'greenRoom' } });
    seat('on_air', mine('onAir'));
    expect(client.mySeat.getSnapshot()).toMatchObject({ occupant: { phase: 'onAir' } });
    seat('taken_off', free);
    expect(client.mySeat.getSnapshot()).toBeNull();
  });

  it('has its seat at once where the server kept it', async () => {
    const { client } = await start([mine('onAir')]);
    expect(client.mySeat.getSnapshot()?.seat).toBe(1);
  });

  it('stops a track of its own when the seat is lost', async () => {
    const { client, seat } = await start([mine('onAir')]);
    const track = Object.assign(new EventTarget(), { enabled: true, readyState: 'live', stop: vi.fn() });
    const removed: string[] = [];
    client.on('localTrackRemoved', ({ source, reason }) => removed.push(`${source} ${reason}`));
    client.publishMicrophone({ track: track as unknown as MediaStreamTrack }).catch(() => undefined);
    expect(client.publisher.publications.getSnapshot()).toHaveLength(1);
    seat('grace_over', free);
    expect(client.publisher.publications.getSnapshot()).toEqual([]);
    expect(track.stop).toHaveBeenCalled();
    expect(removed).toEqual(['microphone off_stage']);
  });

  it('keeps backstage and vitals as the server tells them, and nothing after leaving', async () => {
    const { client, notice } = await start();
    const invitations = [{ invitationId: 'i1', seat: 1, user: me, invitedBy: me, expiresAtMs: 1 }];
    const vitals = { speakers: [{ roomId: 'r1', seat: 0, volumeDbov: -20 }], network: [] };
    notice({ notice: 'backstageChanged', data: { backstage: { ...emptyBackstage, invitations } } });
    notice({ notice: 'stageVitals', data: vitals });
    expect(client.backstage.getSnapshot().invitations).toEqual(invitations);
    expect(client.vitals.getSnapshot()).toEqual(vitals);
    vi.useFakeTimers();
    const leaving = client.leave();
    await vi.runAllTimersAsync();
    await leaving;
    expect(client.backstage.getSnapshot()).toEqual(emptyBackstage);
    expect(client.vitals.getSnapshot().speakers).toEqual([]);
  });

  it('tells who asks and who answers', async () => {
    const { client, notice } = await start();
    const heard: unknown[] = [];
    client.on('applicationAnswered', (data) => heard.push(data));
    client.on('unmuteAsked', (data) => heard.push(data));
    client.on('pkAnswered', (data) => heard.push(data));
    const frames = [
      { notice: 'applicationAnswered', data: { applicationId: 'a1', answer: 'refused' } },
      { notice: 'unmuteAsked', data: { seat: 1, source: 'microphone' } },
      { notice: 'pkAnswered', data: { pkId: 'pk1', answer: 'declined' } },
    ] as const;
    for (const frame of frames) notice(frame);
    expect(heard).toEqual(frames.map(({ data }) => data));
  });

  it('forgets who speaks while the connection is lost, and keeps its seat', async () => {
    const { client, carriers, notice } = await start([mine('onAir')]);
    notice({ notice: 'stageVitals', data: { speakers: [], network: [{ seat: 1, score: 9 }] } });
    carriers.newest.lose();
    expect(client.vitals.getSnapshot().network).toEqual([]);
    expect(client.mySeat.getSnapshot()?.seat).toBe(1);
  });
});
