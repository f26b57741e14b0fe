import { describe, expect, it } from 'vitest';
import { AppError } from '../core/AppError.ts';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { h264Parameters, identity, opusParameters, roomFixture, timings } from '../testing/roomFixture.ts';
import type { Session } from './Session.ts';

async function liveRoom() {
  const fixture = roomFixture();
  const anna = fixture.join('anna', 'publisher');
  fixture.room.startShow(anna.session);
  const transport = await anna.session.peer.createTransport({ direction: 'send', forceTcp: false });
  const camera = {
    transportId: transport.id,
    kind: 'video',
    source: 'camera',
    rtpParameters: h264Parameters,
    paused: false,
  } as const;
  const microphone = {
    ...camera,
    kind: 'audio',
    source: 'microphone',
    rtpParameters: opusParameters,
  } as const;
  return { ...fixture, anna, camera, microphone };
}

describe('Room: sessions', () => {
  it('serves everybody from the log, in order', async () => {
    const { room, anna, camera, join } = await liveRoom();
    const { link } = join('bob');
    await room.tracks.publish(anna.session, camera);
    room.endShow('ended_by_anchor');
    expect(link.eventTypes()).toEqual(['trackPublished', 'trackUnpublished', 'showEnded']);
  });

  it('resumes within the grace period and delivers what was missed', async () => {
    const { room, anna, camera, join, clock } = await liveRoom();
    const { session, link } = join('bob');
    const lastSeq = room.log.lastSeq;
    session.detach(link);
    await room.tracks.publish(anna.session, camera);
    clock.advance(timings.sessionGraceMs - 1);
    const again = new FakeClientLink();
    expect(room.resume(session.id, session.resumeKey, identity('bob'), again)).toBe(session);
    expect(room.log.since(lastSeq)?.map(({ type }) => type)).toContain('trackPublished');
    clock.advance(timings.sessionGraceMs * 2);
    expect(session.isEnded).toBe(false);
  });

  it('spares the anchor, but not guests, from keyframes that late subscribers ask for', () => {
    const { room, join, media } = roomFixture();
    const anchor = join('anna', 'publisher').session;
    const viewer = join('bob').session;
    const gapOf = ({ id, peer }: Session) =>
      peer && [...(media.rooms.get(room.id)?.peers ?? [])].find(({ peerId }) => peerId === id)?.keyFrameGapMs;
    expect(gapOf(anchor)).toBe(1000);
    // Below 300 ms Chromium ignores requests; a whole second makes a guest's first frame late.
    expect(gapOf(viewer)).toBeGreaterThan(300);
    expect(gapOf(viewer)).toBeLessThanOrEqual(500);
  });

  it('makes no media for who only reads, nor for who has left', () => {
    const { room, join, media } = roomFixture();
    const { session } = join('bob');
    expect(media.rooms.get(room.id)?.peers.size).toBe(0);
    session.end('left');
    expect(() => session.peer).toThrowError(expect.objectContaining({ code: 'invalid_state' }));
  });

  it('ends a session that does not come back, and its media', () => {
    const { room, join, clock, media } = roomFixture();
    const { session, link } = join('bob');
    session.detach(link);
    clock.advance(timings.sessionGraceMs);
    expect(session.isEnded).toBe(true);
    expect(room.sessions).toHaveLength(0);
    expect(media.rooms.get('r1')?.peers.size).toBe(0);
  });

  it.each([
    ['a wrong key', 'bob', 'wrong'],
    ['somebody else with the right key', 'eve', null],
  ])('does not resume for %s', (_name, userId, key) => {
    const { room, join } = roomFixture();
    const { session } = join('bob');
    const attempt = () =>
      room.resume(session.id, key ?? session.resumeKey, identity(userId), new FakeClientLink());
    expect(attempt).toThrowError(expect.objectContaining({ code: 'session_not_found' }));
  });

  it('tells the first tab that the second one took over, but lets an anchor watch their own room', () => {
    const { join } = roomFixture();
    const first = join('anna');
    const publisher = join('anna', 'publisher');
    expect(first.session.isEnded).toBe(false);
    const second = join('anna');
    expect(first.link.notices()).toEqual(['sessionReplaced']);
    expect(first.session.isEnded).toBe(true);
    expect(second.session.isEnded || publisher.session.isEnded).toBe(false);
  });

  it('does not let a lost connection detach the session that took another one', () => {
    const { room, join, clock } = roomFixture();
    const { session, link } = join('bob');
    const newer = new FakeClientLink();
    room.resume(session.id, session.resumeKey, identity('bob'), newer);
    session.detach(link);
    clock.advance(timings.sessionGraceMs * 2);
    expect(session.isOnline).toBe(true);
    expect(link.isClosed).toBe(true);
  });

  it('refuses publishers without the right', () => {
    const { join } = roomFixture();
    expect(() => join('bob', 'publisher')).toThrowError(expect.objectContaining({ code: 'forbidden' }));
  });
});

describe('Room: what happens while a client is away', () => {
  it('keeps its notices for the resume', async () => {
    const { room, media, join } = roomFixture();
    const { session, link } = join('bob');
    const { id } = await session.peer.createTransport({ direction: 'recv', forceTcp: false });
    session.detach(link);
    media.resetMedia('r1');
    const again = new FakeClientLink();
    room.resume(session.id, session.resumeKey, identity('bob'), again);
    expect(again.frames).toEqual([
      { type: 'notice', notice: 'transportClosed', data: { transportId: id, reason: 'media_reset' } },
    ]);
  });

  it('tells a tab that slept that another one took over, and leaves that one alone', () => {
    const { room, join } = roomFixture();
    const first = join('bob');
    first.session.detach(first.link);
    const second = join('bob');
    const resume = () =>
      room.resume(first.session.id, first.session.resumeKey, identity('bob'), new FakeClientLink());
    expect(resume).toThrowError(expect.objectContaining({ code: 'session_replaced' }));
    expect(second.session.isOnline).toBe(true);
  });

  it('ends a session whose new token may no longer watch', () => {
    const { room, join } = roomFixture();
    const { session, link } = join('bob');
    session.detach(link);
    const poorer = identity('bob', { subscribe: false });
    const resume = () => room.resume(session.id, session.resumeKey, poorer, new FakeClientLink());
    expect(resume).toThrowError(expect.objectContaining({ code: 'forbidden' }));
    expect(session.isEnded).toBe(true);
  });
});

describe('Room: the show', () => {
  it('keeps the show for an anchor who comes back, without a trace of leaving when a new page takes over', async () => {
    const { room, anna, join } = await liveRoom();
    const before = room.log.lastSeq;
    join('anna', 'publisher');
    expect(room.isLive).toBe(true);
    expect(anna.session.isEnded).toBe(true);
    expect(room.log.since(before)).toEqual([]);
  });

  it('ends the show when the anchor stays away', async () => {
    const { room, anna, join, clock } = await liveRoom();
    const { link } = join('bob');
    anna.session.detach(anna.link);
    expect(room.snapshot().isAnchorAway).toBe(true);
    clock.advance(timings.anchorGraceMs - 1);
    expect(room.isLive).toBe(true);
    clock.advance(1);
    expect(room.isLive).toBe(false);
    expect(
      link.eventTypes().filter((type) => type !== 'audienceChanged' && type !== 'viewersEntered'),
    ).toEqual(['anchorLeft', 'seatsChanged', 'seatsChanged', 'showEnded']);
  });

  it('goes on when the anchor returns in time', async () => {
    const { room, anna, clock } = await liveRoom();
    anna.session.detach(anna.link);
    clock.advance(10_000);
    room.resume(anna.session.id, anna.session.resumeKey, identity('anna'), new FakeClientLink());
    clock.advance(timings.anchorGraceMs * 2);
    expect(room.isLive).toBe(true);
  });

  it('refuses a second start and a second end', async () => {
    const { room, anna } = await liveRoom();
    expect(() => room.startShow(anna.session)).toThrowError(
      expect.objectContaining({ code: 'invalid_state' }),
    );
    room.endShow('ended_by_anchor');
    expect(() => room.endShow('ended_by_anchor')).toThrowError(
      expect.objectContaining({ code: 'room_not_live' }),
    );
  });
});

describe('Room: tracks', () => {
  it('replaces a track of the same source', async () => {
    const { room, anna, camera } = await liveRoom();
    const first = await room.tracks.publish(anna.session, camera);
    const second = await room.tracks.publish(anna.session, camera);
    expect(room.tracks.publications.map(({ producerId }) => producerId)).toEqual([second.producerId]);
    expect(second.producerId).not.toBe(first.producerId);
  });

  it('keeps the track on air when its replacement fails', async () => {
    const { room, anna, camera, media } = await liveRoom();
    const { producerId } = await room.tracks.publish(anna.session, camera);
    media.failNext(new AppError('unsupported_codec'));
    await expect(room.tracks.publish(anna.session, camera)).rejects.toMatchObject({
      code: 'unsupported_codec',
    });
    expect(room.tracks.publications.map((one) => one.producerId)).toEqual([producerId]);
  });

  it('logs a pause and a resume that overlap in the order in which they take effect', async () => {
    const { room, anna, microphone } = await liveRoom();
    const { producerId } = await room.tracks.publish(anna.session, microphone);
    await room.tracks.pauseTrack(anna.session, producerId);
    await Promise.all([
      room.tracks.resumeTrack(anna.session, producerId),
      room.tracks.pauseTrack(anna.session, producerId),
    ]);
    const types = room.log
      .since(0)
      ?.map(({ type }) => type)
      .slice(-3);
    expect(types).toEqual(['trackPaused', 'trackResumed', 'trackPaused']);
    expect(room.tracks.publications[0]?.isPaused).toBe(true);
  });

  it('has one track of a source on the seat, whichever token the anchor came with', async () => {
    const { room, anna, camera } = await liveRoom();
    await room.tracks.publish(anna.session, camera);
    const link = new FakeClientLink();
    const other = room.join(identity('second', { role: 'anchor', room: 'r1' }), 'publisher', link);
    const { id: transportId } = await other.peer.createTransport({ direction: 'send', forceTcp: false });
    const { producerId } = await room.tracks.publish(other, { ...camera, transportId });
    expect(room.tracks.publications.map((one) => one.producerId)).toEqual([producerId]);
    expect(anna.link.notices()).toContain('producerClosed');
  });

  it('refuses a track without a show, and one whose kind does not fit its source', async () => {
    const { room, anna, camera } = await liveRoom();
    const odd = { ...camera, source: 'microphone' as const };
    await expect(room.tracks.publish(anna.session, odd)).rejects.toMatchObject({ code: 'invalid_request' });
    room.endShow('ended_by_anchor');
    await expect(room.tracks.publish(anna.session, camera)).rejects.toMatchObject({ code: 'room_not_live' });
  });

  it('closes a track whose show ended while it was being published', async () => {
    const { room, anna, camera, media } = await liveRoom();
    const publishing = room.tracks.publish(anna.session, camera);
    room.endShow('ended_by_anchor');
    await expect(publishing).rejects.toMatchObject({ code: 'room_not_live' });
    expect(room.tracks.publications).toHaveLength(0);
    expect(media.rooms.get('r1')?.producers.size).toBe(0);
  });

  it('lets nobody touch somebody else’s track', async () => {
    const { room, anna, camera, join } = await liveRoom();
    const { producerId } = await room.tracks.publish(anna.session, camera);
    const { session } = join('bob');
    expect(() => room.tracks.unpublish(session, producerId)).toThrowError(
      expect.objectContaining({ code: 'not_found' }),
    );
    await expect(room.tracks.pauseTrack(session, producerId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells of a pause at once but lets the black picture through before the camera stops', async () => {
    const { room, anna, camera, media, clock, join } = await liveRoom();
    const { link } = join('bob');
    const { producerId } = await room.tracks.publish(anna.session, camera);
    await room.tracks.pauseTrack(anna.session, producerId);
    const producer = () => media.rooms.get('r1')?.producers.get(producerId);
    expect(link.eventTypes()).toContain('trackPaused');
    expect(producer()?.isPaused).toBe(false);
    clock.advance(2000);
    expect(producer()?.isPaused).toBe(true);
  });

  it('takes lost producers off the air when the media worker dies', async () => {
    const { room, anna, camera, media, join } = await liveRoom();
    const { link } = join('bob');
    await room.tracks.publish(anna.session, camera);
    media.resetMedia('r1');
    expect(room.tracks.publications).toHaveLength(0);
    expect(link.eventTypes()).toContain('trackUnpublished');
    expect(anna.link.notices()).toEqual(expect.arrayContaining(['producerClosed', 'transportClosed']));
  });
});
