import { describe, expect, it } from 'vitest';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity } from '../testing/roomFixture.ts';
import { liveRoom, noticesOf, withGuest } from '../testing/stageFixture.ts';

const refusal = (code: string) => expect.objectContaining({ code });

describe('what is kept for a Session without a connection', () => {
  it('is the newest of what only the newest counts of, so that the rest finds room', () => {
    const { room, join } = liveRoom();
    const { session, link } = join('vera');
    session.detach(link);
    session.notify('consumerClosed', { consumerId: 'c0', producerId: 'p0' });
    for (let i = 0; i < 500; i++) {
      session.notify(i % 2 === 0 ? 'consumerPaused' : 'consumerResumed', { consumerId: 'c1' });
      session.notify('producerScore', { producerId: 'p1', kind: 'audio', score: i % 11 });
      session.notify('consumerLayersChanged', { consumerId: 'c1', layers: { spatialLayer: i % 3 } });
    }
    session.notify('transportClosed', { transportId: 't1', reason: 'media_reset' });
    const back = new FakeClientLink();
    room.resume(session.id, session.resumeKey, identity('vera'), back);
    expect(back.notices()).toEqual([
      'consumerClosed',
      'consumerResumed',
      'producerScore',
      'consumerLayersChanged',
      'transportClosed',
    ]);
    expect(noticesOf(back, 'consumerLayersChanged')).toEqual([
      { consumerId: 'c1', layers: { spatialLayer: 499 % 3 } },
    ]);
  });

  it('is not that somebody asked to be unmuted', async () => {
    const live = liveRoom();
    const { session, seat } = await withGuest(live);
    live.room.stage.setMuted(seat, 'microphone', true);
    live.room.stage.askToUnmute(session, 'microphone');
    expect(live.anna.link.notices()).toContain('unmuteAsked');
    live.anna.session.detach(live.anna.link);
    for (let i = 0; i < 250; i++) live.room.stage.askToUnmute(session, 'microphone');
    const back = new FakeClientLink();
    live.room.resume(live.anna.session.id, live.anna.session.resumeKey, identity('anna'), back);
    expect(back.notices()).not.toContain('unmuteAsked');
  });

  it.each([
    ['soon', 1],
    ['even when the client is faster', 0],
  ])('is everything or nothing: too much ends the Session, %s', (_name, waitMs) => {
    const { room, join, clock } = liveRoom();
    const { session, link } = join('vera');
    session.detach(link);
    for (let i = 0; i < 201; i++) {
      session.notify('consumerClosed', { consumerId: `c${i}`, producerId: 'p' });
    }
    if (waitMs > 0) {
      clock.advance(waitMs);
      expect(session.isEnded).toBe(true);
    }
    const back = new FakeClientLink();
    const resume = () => room.resume(session.id, session.resumeKey, identity('vera'), back);
    expect(resume).toThrow(refusal('session_not_found'));
    expect(session.isEnded).toBe(true);
    expect(back.frames).toEqual([]);
  });
});
