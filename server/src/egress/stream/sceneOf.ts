import type { OnAirPerson, ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import type { Scene, ScenePerson } from '../compositor/protocol.ts';

/** Everybody on air as the compositor needs to know them. */
export function sceneOf(feed: Pick<ShowFeed, 'people' | 'composition'>): Scene {
  return { settings: feed.composition(), people: feed.people().map(scenePerson) };
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
