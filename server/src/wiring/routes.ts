import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { GuestDoor } from '../auth/GuestDoor.ts';
import type { StreamKeys } from '../auth/streamKeys/StreamKeys.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Disposables } from '../core/Disposables.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomOutputs } from '../egress/delivery/RoomOutputs.ts';
import type { EgressManager } from '../egress/EgressManager.ts';
import { audienceRoutes } from '../http/api/audienceRoutes.ts';
import { authRoutes } from '../http/api/authRoutes.ts';
import { chatRoutes } from '../http/api/chatRoutes.ts';
import { infoRoutes } from '../http/api/infoRoutes.ts';
import { pkRoutes } from '../http/api/pkRoutes.ts';
import { roomInvitationRoutes } from '../http/api/roomInvitationRoutes.ts';
import { roomRoutes } from '../http/api/roomRoutes.ts';
import { stageRoutes } from '../http/api/stageRoutes.ts';
import { statisticsRoutes } from '../http/api/statisticsRoutes.ts';
import { streamKeyRoutes } from '../http/api/streamKeyRoutes.ts';
import type { Route } from '../http/createHttpApp.ts';
import { healthRoutes } from '../http/healthRoutes.ts';
import { limitRequests } from '../http/limitRequests.ts';
import type { Metrics } from '../http/metrics.ts';
import { openApiRoutes } from '../http/openapi.ts';
import { webClient } from '../http/webClient.ts';
import type { MediasoupEngine } from '../media/MediasoupEngine.ts';
import type { OperatorScores } from '../rooms/pk/OperatorScores.ts';
import type { PkMatches } from '../rooms/pk/PkMatches.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { AccountParts } from './accounts.ts';
import type { wireAudience } from './audience.ts';
import type { wireChat } from './chat.ts';
import type { wireDelivery } from './delivery.ts';
import type { FollowParts } from './follows.ts';
import type { wireGifts } from './gifts.ts';
import type { HostParts } from './hosts.ts';
import type { LiveState } from './liveState.ts';
import { moderationRoutes, type wireModeration } from './moderation.ts';
import { wireOperator } from './operator.ts';
import type { wireStatistics } from './statistics.ts';

export interface RouteParts {
  config: Config;
  webClientDir: string;
  ffmpegPath: string;
  rooms: RoomRegistry;
  tokens: AccessTokens;
  guests: GuestDoor;
  accounts: AccountParts;
  hosts: HostParts;
  streamKeys: StreamKeys;
  engine: MediasoupEngine;
  egress: EgressManager<RoomOutputs>;
  delivery: ReturnType<typeof wireDelivery>;
  store: Store;
  liveState: LiveState;
  order: ReturnType<typeof wireModeration>;
  chat: ReturnType<typeof wireChat>;
  gifts: ReturnType<typeof wireGifts>;
  audience: ReturnType<typeof wireAudience>;
  follows: FollowParts;
  statistics: ReturnType<typeof wireStatistics>;
  pk: PkMatches;
  pkScores: OperatorScores;
  metrics: Metrics;
  /** The ports in use, known once the server listens. */
  ports: () => { https: number | null; rtmp: number | null };
  connectionCount: () => number;
  clock: Clock;
  disposables: Disposables;
  log: Logger;
}

/** Of one address, for requests that change something: a fair of people behind one NAT, but no flood. */
const changeRate = { perSecond: 20, burst: 300 };

/** Everything that is reached over HTTP, in the order in which it is looked at. */
export function httpRoutes(parts: RouteParts): Route[] {
  const { clock, metrics, delivery, webClientDir } = parts;
  return [
    { path: '/api', router: limitRequests(clock, changeRate) },
    { path: '/', router: healthRoutes(health(parts)) },
    { path: '/', router: metrics.routes() },
    ...peopleRoutes(parts),
    ...roomsRoutes(parts),
    ...operatorRoutes(parts),
    { path: '/live', router: delivery.router },
    { path: '/', router: webClient(webClientDir) },
  ];
}

function health({ rooms, engine, store, liveState }: RouteParts) {
  return {
    notReadyReasons: () => [
      ...(rooms.isDraining ? ['draining'] : []),
      ...(engine.stats().isHealthy ? [] : ['media_unavailable']),
      ...(store.isReachable ? [] : ['database_unavailable']),
    ],
    redis: () => liveState.redis,
  };
}

/** What the server is, who one is, whom one follows, what one has. */
function peopleRoutes({ config, tokens, guests, accounts, ...parts }: RouteParts): Route[] {
  const { hosts, follows, gifts } = parts;
  const info = infoRoutes({
    httpsPort: () => parts.ports().https,
    areGuestsAllowed: guests.isOpen,
    isRegistrationOpen: config.isRegistrationOpen,
    hosts: hosts.info,
  });
  return [
    { path: '/api', router: openApiRoutes() },
    { path: '/api', router: info },
    { path: '/api/auth', router: authRoutes(guests) },
    ...accounts.routes(),
    ...hosts.routes(tokens),
    ...follows.routes(tokens).map((router) => ({ path: '/api', router })),
    ...gifts.routes,
  ];
}

function roomsRoutes({ config, rooms, tokens, order, ...parts }: RouteParts): Route[] {
  const { delivery, audience, chat, pk, pkScores, streamKeys, log } = parts;
  const routers = [
    pkRoutes({ rooms, tokens, pk, scores: pkScores }),
    audienceRoutes({ rooms, tokens, ...audience }),
    stageRoutes({ rooms, tokens }),
    streamKeyRoutes({
      ...{ rooms, tokens, streamKeys },
      ...{ rtmpPort: () => parts.ports().rtmp, rtmpUrl: config.rtmpUrl, publicUrl: config.publicUrl },
      log: log.child({ part: 'rtmp' }),
    }),
    chatRoutes({ rooms, tokens, archive: chat.archive }),
    roomInvitationRoutes({ rooms, tokens, publicUrl: config.publicUrl }),
    roomRoutes({
      ...{ rooms, tokens, publicUrl: config.publicUrl },
      signAddress: (room, identity) => delivery.door.issue(room, identity),
      moderation: order.moderation,
      cleanTitle: (title) => order.lists.clean(title, null),
    }),
  ];
  return routers.map((router) => ({ path: '/api/rooms', router }));
}

/** For who keeps order, in a room or everywhere, and who looks at figures. */
function operatorRoutes({ statistics: { statistics }, ...parts }: RouteParts): Route[] {
  const { rooms, tokens, order, log } = parts;
  return [
    ...moderationRoutes({ rooms, tokens, ...order }),
    { path: '/api', router: statisticsRoutes({ statistics, rooms, tokens }) },
    {
      path: '/api/operator',
      router: wireOperator({ ...parts, statistics, log: log.child({ part: 'operator' }) }),
    },
  ];
}
