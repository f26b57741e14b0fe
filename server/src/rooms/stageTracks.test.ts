import { describe, expect, it, vi } from 'vitest';
import { FakeClientLink } from '../testing/FakeClientLink.ts';
import { identity } from '../testing/roomFixture.ts';
import { slowMedia } from '../testing/slowMedia.ts';
import { backstageTold, liveRoom, noticesOf, withGuest } from '../testing/stageFixture.ts';
import { RoomShowFeed } from './RoomShowFeed.ts';

const refusal = (code: string) => expect.objectContaining({ code });

describe('the green room', () => {
  it('shows a guest to the anchor alone until they are taken on air', async () => {
    const live = liveRoom();
    const { room, anna, join, publish } = live;
    const [bob, eve] = [join('bob'), join('eve')];
    const seat = room.stage.take(bob.session, null, true);
    const { producerId } = await publish(bob.session, 'camera');
    live.clock.advance(50);
    expect(room.snapshot().publications).toEqual([]);
    expect(backstageTold(anna.link)?.previews).toMatchObject([{ producerId, seat }]);
    expect(backstageTold(eve.link)).toBeUndefined();
    expect(() => room.assertMaySubscribe(eve.session, producerId)).toThrow(refusal('not_found'));
    room.assertMaySubscribe(anna.session, producerId);
    room.stage.change({ type: 'takeOnAir', seat });
    room.assertMaySubscribe(eve.session, producerId);
    expect(eve.link.eventTypes().slice(-2)).toEqual(['seatsChanged', 'trackPublished']);
    live.clock.advance(50);
    expect(backstageTold(anna.link)?.previews).toEqual([]);
  });

  it('is where the panic button puts a guest, without tracks, also those on their way', async () => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const guest = await withGuest(live);
    const onItsWay = live.publish(guest.session, 'camera', await live.sendTransport(guest.session));
    await Promise.resolve();
    live.room.stage.change({ type: 'cut', seat: guest.seat });
    expect(live.room.tracks.publications).toEqual([]);
    expect(noticesOf(guest.link, 'producerClosed')).toMatchObject([{ reason: 'cut' }, { reason: 'cut' }]);
    await expect(onItsWay).rejects.toMatchObject({ code: 'invalid_state' });
    expect(live.media.rooms.get('r1')?.producers.size).toBe(0);
    const { producerId } = await live.publish(guest.session, 'camera');
    expect(live.room.tracks.publications).toEqual([]);
    expect(live.room.tracks.previews.map((one) => one.producerId)).toEqual([producerId]);
  });
});

describe('a forced mute', () => {
  it('stops picture and sound at once and for good', async () => {
    const live = liveRoom();
    const { session, seat, camera, microphone } = await withGuest(live);
    live.room.stage.setMuted(seat, 'camera', true);
    live.room.stage.setMuted(seat, 'microphone', true);
    expect([live.producer(camera)?.isPaused, live.producer(microphone)?.isPaused]).toEqual([true, true]);
    expect(live.room.tracks.publications.every(({ isPaused }) => isPaused)).toBe(true);
    await expect(live.room.tracks.resumeTrack(session, camera)).rejects.toMatchObject({
      code: 'muted_by_host',
    });
    const again = await live.publish(session, 'camera');
    expect(live.producer(again.producerId)?.isPaused).toBe(true);
  });

  it('gives back what was on, and nothing that the guest had switched off', async () => {
    const live = liveRoom();
    const { session, seat, camera, microphone } = await withGuest(live);
    await live.room.tracks.pauseTrack(session, microphone);
    live.room.stage.setMuted(seat, 'camera', true);
    live.room.stage.setMuted(seat, 'microphone', true);
    live.room.stage.setMuted(seat, 'camera', false);
    live.room.stage.setMuted(seat, 'microphone', false);
    await live.room.tracks.pauseTrack(session, microphone);
    expect([live.producer(camera)?.isPaused, live.producer(microphone)?.isPaused]).toEqual([false, true]);
    await live.room.tracks.resumeTrack(session, microphone);
    expect(live.producer(microphone)?.isPaused).toBe(false);
  });

  it('wins over a resume at the same time', async () => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const { session, seat, microphone } = await withGuest(live);
    await live.room.tracks.pauseTrack(session, microphone);
    const resuming = live.room.tracks.resumeTrack(session, microphone);
    await Promise.resolve();
    await Promise.resolve();
    live.room.stage.setMuted(seat, 'microphone', true);
    await expect(resuming).rejects.toMatchObject({ code: 'muted_by_host' });
    expect(live.producer(microphone)?.isPaused).toBe(true);
    expect(live.room.tracks.publication(microphone).isPaused).toBe(true);
  });

  it('may be asked to be lifted, by who is muted', async () => {
    const live = liveRoom();
    const { session, seat } = await withGuest(live);
    expect(() => live.room.stage.askToUnmute(session, 'camera')).toThrow(refusal('invalid_state'));
    live.room.stage.setMuted(seat, 'camera', true);
    live.room.stage.askToUnmute(session, 'camera');
    expect(noticesOf(live.anna.link, 'unmuteAsked')).toEqual([{ seat, source: 'camera' }]);
  });
});

describe('seats and tracks', () => {
  it('takes the picture off a seat that may show none any more, and off who is moved to one', async () => {
    const live = liveRoom();
    const { session, link, seat, camera, microphone } = await withGuest(live);
    live.room.stage.change({ type: 'setVideo', seat: 5, allowsVideo: false });
    live.room.stage.move(seat, 5);
    expect(live.room.tracks.publications.map(({ producerId, seat: at }) => [producerId, at])).toEqual([
      [microphone, 5],
    ]);
    expect(noticesOf(link, 'producerClosed')).toEqual([{ producerId: camera, reason: 'removed' }]);
    await expect(live.publish(session, 'camera')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('looks at the seat again once the media plane has answered: moved and muted meanwhile', async () => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const { session, seat } = await withGuest(live);
    const publishing = live.publish(session, 'camera', await live.sendTransport(session));
    await Promise.resolve();
    live.room.stage.move(seat, 6);
    live.room.stage.setMuted(6, 'camera', true);
    const { producerId } = await publishing;
    expect(live.room.tracks.publication(producerId)).toMatchObject({ seat: 6, isPaused: true });
    await vi.waitFor(() => expect(live.producer(producerId)?.isPaused).toBe(true));
  });

  it('closes a picture whose seat may show none any more once it is there', async () => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const { session, seat } = await withGuest(live);
    const publishing = live.publish(session, 'camera', await live.sendTransport(session));
    await Promise.resolve();
    live.room.stage.change({ type: 'setVideo', seat, allowsVideo: false });
    await expect(publishing).rejects.toMatchObject({ code: 'forbidden' });
    expect(live.media.rooms.get('r1')?.producers.size).toBe(1);
  });

  it('shows the anchor as reconnecting while the show is kept for them', () => {
    const { room, anna } = liveRoom();
    anna.session.detach(anna.link);
    expect(room.stage.seat(0)).toMatchObject({ occupant: { isReconnecting: true, sessionId: null } });
    room.resume(anna.session.id, anna.session.resumeKey, identity('anna'), new FakeClientLink());
    expect(room.stage.seat(0)).toMatchObject({ occupant: { isReconnecting: false } });
  });
});

describe('what the egress is told', () => {
  it('is everybody on air by seat, never the green room', async () => {
    const live = liveRoom();
    const feed = new RoomShowFeed(live.room);
    let changes = 0;
    feed.onChanged(() => {
      changes += 1;
    });
    const { camera, microphone } = await withGuest(live);
    live.room.stage.take(live.join('eve').session, null, true);
    expect(changes).toBeGreaterThan(0);
    expect(feed.people()).toMatchObject([
      { personId: 'anchor', seat: 0, video: null, audio: null },
      { personId: 'guest:bob', seat: 1, video: { producerId: camera }, audio: { producerId: microphone } },
    ]);
    live.room.stage.move(1, 4);
    expect(feed.people()[1]).toMatchObject({ personId: 'guest:bob', seat: 4, video: { producerId: camera } });
    live.room.endShow('ended_by_anchor');
    expect(feed.people()).toEqual([]);
  });

  it('is how the picture is composed', () => {
    const { room } = liveRoom();
    const feed = new RoomShowFeed(room);
    let isTold = false;
    feed.onChanged(() => {
      isTold = true;
    });
    room.changeComposition({ mode: 'always', layout: 'grid' });
    expect(isTold).toBe(true);
    expect(feed.composition()).toMatchObject({ mode: 'always', layout: 'grid', canvas: 'auto' });
  });
});

describe('an ingest on a guest’s seat', () => {
  const user = { id: 'robot', name: 'Robot', avatarUrl: null };
  const tracks = [{ producerId: 'p1', kind: 'video', source: 'camera' } as const];

  it('is on air for as long as it lasts', () => {
    const { room } = liveRoom();
    const place = { seat: 2, user, onTakenOff: () => undefined };
    const end = room.publishIngest('ingest', tracks, place);
    expect(room.stage.seat(2)).toMatchObject({ state: 'taken', occupant: { phase: 'onAir', user } });
    expect(room.tracks.publications).toMatchObject([{ producerId: 'p1', seat: 2, user, roomId: 'r1' }]);
    expect(() => room.publishIngest('other', tracks, { ...place, seat: 3 })).toThrow(
      refusal('already_on_stage'),
    );
    end();
    expect(room.stage.seat(2)).toMatchObject({ state: 'free' });
    expect(room.tracks.publications).toEqual([]);
  });

  it('is told when a host takes it off', () => {
    const { room } = liveRoom();
    let isTold = false;
    const onTakenOff = () => {
      isTold = true;
    };
    room.publishIngest('ingest', tracks, { seat: 2, user, onTakenOff });
    room.stage.change({ type: 'vacate', seat: 2, change: 'taken_off' });
    expect([isTold, room.tracks.publications]).toEqual([true, []]);
  });

  it('is not left without a picture: its media goes on', () => {
    const { room } = liveRoom();
    room.publishIngest('ingest', tracks, { seat: 2, user, onTakenOff: () => undefined });
    room.stage.change({ type: 'setVideo', seat: 3, allowsVideo: false });
    const before = room.snapshot();
    const noVideo = () => room.stage.change({ type: 'setVideo', seat: 2, allowsVideo: false });
    expect(noVideo).toThrow(refusal('not_supported'));
    expect(() => room.stage.move(2, 3)).toThrow(refusal('not_supported'));
    expect(room.snapshot()).toEqual(before);
    room.stage.move(2, 4);
    expect(room.tracks.publications).toMatchObject([{ producerId: 'p1', seat: 4 }]);
  });
});

describe('a mute while a track is being published', () => {
  it.each([
    ['lifted', true],
    ['put on', false],
  ])('counts in the media as it is told: %s', async (_name, wasMuted) => {
    const live = liveRoom({ wrapMedia: (media) => slowMedia(media, () => 0.9) });
    const { session, seat } = await withGuest(live);
    live.room.stage.setMuted(seat, 'microphone', wasMuted);
    const publishing = live.publish(session, 'microphone', await live.sendTransport(session));
    await Promise.resolve();
    live.room.stage.setMuted(seat, 'microphone', !wasMuted);
    const { producerId } = await publishing;
    expect(live.room.tracks.publication(producerId).isPaused).toBe(!wasMuted);
    await vi.waitFor(() => expect(live.producer(producerId)?.isPaused).toBe(!wasMuted));
  });
});
