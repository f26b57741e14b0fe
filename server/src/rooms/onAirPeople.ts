import type { Publication } from '@lianmai/shared';
import type { OnAirPerson, OnAirTrack } from './ports/ShowFeed.ts';
import type { Room } from './Room.ts';

/** Whom a Room's audience sees or hears now, by seat, the rival of a PK last. */
export function onAirPeople(room: Room): OnAirPerson[] {
  if (!room.isLive) return [];
  const people = room.snapshot().stage.seats.flatMap((seat): OnAirPerson[] => {
    if (seat.state !== 'taken' || seat.occupant.phase !== 'onAir') return [];
    const { user } = seat.occupant;
    // Not the Session: it changes with the tab, and the person stays.
    const personId = seat.seat === 0 ? 'anchor' : `guest:${user.id}`;
    return [person({ personId, roomId: room.id, seat: seat.seat, isRival: false, user }, room)];
  });
  return [...people, ...rivals(room)];
}

function rivals(room: Room): OnAirPerson[] {
  const sides = room.snapshot().pk?.sides ?? [];
  return sides
    .filter(({ roomId }) => roomId !== room.id)
    .map(({ roomId, anchor }) =>
      person({ personId: `rival:${roomId}`, roomId, seat: 0, isRival: true, user: anchor }, room),
    );
}

function person(who: Omit<OnAirPerson, 'video' | 'audio'>, room: Room): OnAirPerson {
  const track = (source: Publication['source']): OnAirTrack | undefined => {
    const isIt = (one: Publication) =>
      one.roomId === who.roomId && one.seat === who.seat && one.source === source;
    const publication = room.tracks.publications.find(isIt);
    return publication && { producerId: publication.producerId, isPaused: publication.isPaused };
  };
  return {
    ...who,
    video: track('screen') ?? track('camera') ?? null,
    audio: track('microphone') ?? track('screenAudio') ?? null,
  };
}
