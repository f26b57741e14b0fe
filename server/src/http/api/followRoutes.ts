import {
  type Follow,
  ListFollowsQuery,
  type RoomView,
  type UserProfile,
  type UserRef,
} from '@lianmai/shared';
import { Router } from 'express';
import type { AccessTokens } from '../../auth/AccessTokens.ts';
import { AppError } from '../../core/AppError.ts';
import type { Follows } from '../../interaction/follows/Follows.ts';
import type { FollowRecord, PeopleDirectory } from '../../interaction/follows/ports.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import { authenticate, optionalIdentity } from '../authentication.ts';
import { nextLink } from '../nextLink.ts';
import { parseInput } from '../parseInput.ts';

export interface FollowRoutesDeps {
  follows: Follows;
  people: PeopleDirectory;
  rooms: RoomRegistry;
  tokens: AccessTokens;
}

/** Public profiles, following, and whom one follows. */
export function followRoutes({ follows, people, rooms, tokens }: FollowRoutesDeps): Router {
  const router = Router();

  router.get('/users/:userId', async (request, response) => {
    const identity = await optionalIdentity(tokens, request);
    const { userId } = request.params;
    const [user] = await people.find([userId]);
    if (!user) throw new AppError('not_found');
    const profile: UserProfile = {
      user,
      followerCount: await follows.followerCount(userId),
      isFollowed: identity && (await follows.follows(identity.userId, userId)),
      rooms: rooms.all
        .filter(
          ({ anchor, door }) => anchor.id === userId && (!door.isPrivate || identity?.userId === userId),
        )
        .map((room) => room.view()),
    };
    response.json(profile);
  });

  router.put('/users/:userId/follow', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await follows.follow(userId, request.params.userId));
  });

  router.delete('/users/:userId/follow', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    response.json(await follows.unfollow(userId, request.params.userId));
  });

  router.get('/me/follows', async (request, response) => {
    const { userId } = await authenticate(tokens, request);
    const { limit, cursor, live } = parseInput(ListFollowsQuery, request.query);
    const liveRooms = new Map(
      rooms.all
        .filter(({ isLive, door }) => isLive && !door.isPrivate)
        .map((room) => [room.anchor.id, room.view()]),
    );
    if (live === 'true') {
      const records = await follows.listAmong(userId, [...liveRooms.keys()]);
      response.json(await viewsOf(people, records, liveRooms));
      return;
    }
    const records = await follows.list(userId, { limit, below: readCursor(cursor) });
    const last = records.at(-1);
    if (last && records.length === limit)
      response.setHeader('Link', nextLink(request, `${last.atMs}.${last.anchorId}`));
    response.json(await viewsOf(people, records, liveRooms));
  });

  return router;
}

async function viewsOf(
  people: PeopleDirectory,
  records: readonly FollowRecord[],
  liveRooms: ReadonlyMap<string, RoomView>,
): Promise<Follow[]> {
  const users = new Map<string, UserRef>(
    (await people.find(records.map(({ anchorId }) => anchorId))).map((user) => [user.id, user]),
  );
  return records.flatMap(({ anchorId, atMs }) => {
    const user = users.get(anchorId);
    const liveRoom = liveRooms.get(anchorId) ?? null;
    return user ? [{ user, followedAt: new Date(atMs).toISOString(), liveRoom }] : [];
  });
}

function readCursor(cursor: string | undefined): FollowRecord | null {
  if (cursor === undefined) return null;
  const [, atMs, anchorId] = /^(\d{1,16})\.(.+)$/.exec(cursor) ?? [];
  if (atMs === undefined || anchorId === undefined) {
    throw new AppError('invalid_request', { fields: [{ path: 'cursor', message: 'is not one of ours' }] });
  }
  return { atMs: Number(atMs), anchorId };
}
