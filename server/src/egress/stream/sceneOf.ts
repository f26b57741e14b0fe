import type { OnAirPerson, ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { Scene, ScenePerson } from '../compositor/protocol.ts';

/** Everybody on air as the compositor needs to know them. */
export function sceneOf(feed: Pick<ShowFeed, 'people' | 'composition'>): Scene {
  return { settings: feed.composition(), people: feed.people().map(scenePerson) };
}

/** Somebody who was seen or heard before is not any more. */
export function hasLost(before: Scene, after: Scene): boolean {
  return before.people.some((was) => {
    const is = after.people.find(({ personId }) => personId === was.personId);
    return !is || (was.hasPicture && !is.hasPicture) || (was.isHeard && !is.isHeard);
  });
}

/** Somebody who was there before has left. */
export function hasGone(before: Scene, after: Scene): boolean {
  const present = new Set(after.people.map(({ personId }) => personId));
  return before.people.some(({ personId }) => !present.has(personId));
}

function scenePerson({ personId, roomId, seat, isRival, user, video, audio }: OnAirPerson): ScenePerson {
  return {
    personId,
    roomId,
    seat,
    isRival,
    userId: user.id,
    name: user.name,
    hasPicture: video !== null && !video.isPaused,
    isHeard: audio !== null && !audio.isPaused,
  };
}
