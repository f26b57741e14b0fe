import type { Server } from 'node:http';
import type { Express } from 'express';
import { AccessTokens, type SigningKey } from './auth/AccessTokens.ts';
import { addressKeyOf } from './auth/addressKey.ts';
import { GuestDoor } from './auth/GuestDoor.ts';
import { StreamKeys } from './auth/streamKeys/StreamKeys.ts';
import type { Config } from './config/Config.ts';
import { type Clock, SystemClock } from './core/Clock.ts';
import { Disposables } from './core/Disposables.ts';
import type { Logger } from './core/logger.ts';
import { pause } from './core/pause.ts';
import type { RoomOutputs } from './egress/delivery/RoomOutputs.ts';
import type { EgressManager } from './egress/EgressManager.ts';
import { startSourceProcess } from './egress/ffmpeg/startSourceProcess.ts';
import { createHttpApp } from './http/createHttpApp.ts';
import {
  assertPortIsFree,
  closeServer,
  createServers,
  listen,
  portError,
  portOf,
} from './http/httpServers.ts';
import { Metrics } from './http/metrics.ts';
import { type DemoCast, DemoRoom } from './ingest/DemoRoom.ts';
import type { FedProcess } from './ingest/ports.ts';
import { RtmpPasses } from './ingest/rtmp/RtmpPasses.ts';
import type { RtmpServer } from './ingest/rtmp/RtmpServer.ts';
import type { GiftCatalogue } from './interaction/gifts/GiftCatalogue.ts';
import { GiftScores } from './interaction/gifts/GiftScores.ts';
import { MediasoupEngine } from './media/MediasoupEngine.ts';
import { observeServer } from './observeServer.ts';
import { OperatorScores } from './rooms/pk/OperatorScores.ts';
import { PkMatches } from './rooms/pk/PkMatches.ts';
import { RoomRegistry } from './rooms/RoomRegistry.ts';
import type { Carriers } from './signaling/Carriers.ts';
import type { Store } from './store/Store.ts';
import { SqlStreamKeys } from './store/streamKeys/SqlStreamKeys.ts';
import { AccountParts } from './wiring/accounts.ts';
import { wireAudience } from './wiring/audience.ts';
import { createCarriers } from './wiring/carriers.ts';
import { chatAccess, wireChat } from './wiring/chat.ts';
import { wireDelivery } from './wiring/delivery.ts';
import { createEgress } from './wiring/egress.ts';
import { FollowParts } from './wiring/follows.ts';
import { loadGiftCatalogue, wireGifts } from './wiring/gifts.ts';
import { HostParts } from './wiring/hosts.ts';
import { createRtmp, rtmpAddresses } from './wiring/ingest.ts';
import { LiveState } from './wiring/liveState.ts';
import { wireModeration } from './wiring/moderation.ts';
import { Records } from './wiring/records.ts';
import { httpRoutes } from './wiring/routes.ts';
import { wireStatistics } from './wiring/statistics.ts';

export interface AppOptions {
  config: Config;
  log: Logger;
  /** Newest first; the first signs. */
  signingKeys: readonly SigningKey[];
  /** PEM texts; `null`: no HTTPS. */
  tls: { cert: string; key: string } | null;
  /** Where the built web client lies. */
  webClientDir: string;
  ffmpegPath: string;
  clock?: Clock;
}

/** What takes time to open. */
interface Opened {
  records: Records;
  engine: MediasoupEngine;
  liveState: LiveState;
  catalogue: GiftCatalogue;
  streamKeys: StreamKeys;
  createFollows: Awaited<ReturnType<typeof FollowParts.open>>;
}

const dayMs = 24 * 3600 * 1000;
const roomLimits = { maxRoomsPerUser: 5, maxRooms: 10_000, yieldingRoomMs: dayMs };
const drainLookEveryMs = 200;
/** Of guests, who come and go, and of everybody else. */
const idleRoomMs = { guest: dayMs, user: 90 * dayMs };

/** The whole platform in one object: the only place that constructs and connects things. Closed once, everything in it with it. */
export class App {
  readonly rooms: RoomRegistry;
  readonly tokens: AccessTokens;
  readonly engine: MediasoupEngine;
  readonly egress: EgressManager<RoomOutputs>;
  readonly metrics: Metrics;
  readonly #operatorScores = new OperatorScores();
  readonly #giftScores = new GiftScores();
  readonly #pk: PkMatches;
  readonly #order: ReturnType<typeof wireModeration>;
  readonly #audience: ReturnType<typeof wireAudience>;
  readonly #gifts: ReturnType<typeof wireGifts>;
  readonly #records: Records;
  readonly #accounts: AccountParts;
  readonly #liveState: LiveState;
  readonly #follows: FollowParts;
  readonly #hosts: HostParts;
  readonly #statistics: ReturnType<typeof wireStatistics>;
  readonly #chat: ReturnType<typeof wireChat>;
  readonly #options: AppOptions;
  readonly #clock: Clock;
  readonly #disposables = new Disposables();
  readonly #servers: { http: Server; https: Server | null };
  readonly #carriers: Carriers;
  readonly #guests: GuestDoor;
  readonly #streamKeys: StreamKeys;
  readonly #rtmpPasses: RtmpPasses;
  readonly #rtmp: RtmpServer;
  readonly #demoRooms: DemoRoom[] = [];
  #closing: Promise<void> | null = null;

  /**
   * Opens the database, starts workers and listens.
   * @throws when the database cannot be used, a port is taken or a worker does not start; nothing is left running then
   */
  static async create(options: AppOptions): Promise<App> {
    const clock = options.clock ?? new SystemClock();
    const closes: (() => Promise<void>)[] = [];
    try {
      return await App.#open(options, clock, closes);
    } catch (error) {
      for (const close of closes.reverse()) await close();
      throw error;
    }
  }

  /** @param closes gets what closes the things that are open so far */
  static async #open(options: AppOptions, clock: Clock, closes: (() => Promise<void>)[]): Promise<App> {
    const { config, log } = options;
    await assertPortIsFree({ setting: 'PORT', port: config.port, host: config.host });
    const records = await Records.open({ config, clock, log: log.child({ part: 'store' }) });
    closes.push(() => records.close());
    const createFollows = await FollowParts.open({
      ...{ config, store: records.store, people: records.users, clock },
      log: log.child({ part: 'notices' }),
    });
    const engine = await MediasoupEngine.create({
      workerBin: config.mediaWorkerBin ?? undefined,
      workers: config.mediaWorkers,
      rtcPortBase: config.rtcPortBase,
      host: config.host,
      announcedAddress: config.announcedAddress ?? undefined,
      log,
      clock,
    }).catch((cause: unknown) => {
      throw portError('RTC_PORT_BASE', config.rtcPortBase, cause);
    });
    closes.push(() => engine.close());
    const liveState = await LiveState.open({
      redisUrl: config.redisUrl,
      clock,
      log: log.child({ part: 'redis' }),
    });
    closes.push(() => liveState.close());
    const catalogue = await loadGiftCatalogue(records.store);
    const keyStore = new SqlStreamKeys(records.store);
    const streamKeys = await StreamKeys.load(options.signingKeys, keyStore, log.child({ part: 'rtmp' }));
    const opened = { records, engine, liveState, catalogue, streamKeys, createFollows };
    const app = new App(options, clock, opened);
    // It closes all of them itself.
    closes.splice(0, closes.length, () => app.close());
    await Promise.all([app.#order.load(), app.#chat.archive.load()]);
    await app.#accounts.begin();
    await liveState.recall(records.keptRoomIds);
    records.restoreRooms(app.rooms);
    await app.#gifts.outbox.begin();
    await app.#listen();
    return app;
  }

  private constructor(options: AppOptions, clock: Clock, opened: Opened) {
    const { records, engine, liveState, catalogue, streamKeys, createFollows } = opened;
    const { config, log } = options;
    this.#options = options;
    this.#clock = clock;
    this.#records = records;
    this.#streamKeys = streamKeys;
    this.#rtmpPasses = new RtmpPasses(clock);
    this.engine = engine;
    this.tokens = new AccessTokens(options.signingKeys);
    this.metrics = new Metrics();
    this.#guests = new GuestDoor({
      tokens: this.tokens,
      clock,
      isOpen: config.apiKeys === null,
      addressKeyOf: (address) => addressKeyOf(address, options.signingKeys[0]?.secret ?? ''),
      cleanName: (name) => this.#order.lists.clean(name, null),
      assertAddressMayAct: (addressKey) => this.#order.standing.assertAddressMayAct(addressKey),
      isAccount: (userId) => this.#accounts.accounts.has(userId),
    });
    this.#liveState = liveState;
    liveState.observe(this.metrics);
    this.#pk = new PkMatches({
      roomOf: (roomId) => this.rooms.find(roomId),
      scoreSources: [this.#operatorScores, this.#giftScores],
      clock,
      log: log.child({ part: 'pk' }),
    });
    this.#hosts = new HostParts({
      ...{ store: records.store, config, clock },
      tokenShelf: (name) => liveState.tokenShelf(name),
      log: log.child({ part: 'hosts' }),
    });
    this.#order = wireModeration({
      rooms: () => this.rooms,
      chat: () => chatAccess(this.#chat.chats),
      users: records.users,
      reviewers: this.#hosts.reviewers,
      store: records.store,
      config,
      clock,
      log: log.child({ part: 'moderation' }),
    });
    this.tokens.addCheck((identity) => this.#order.standing.assertMayAct(identity));
    this.tokens.addCheck((identity) => records.remember(identity));
    this.rooms = new RoomRegistry(
      {
        media: engine,
        pk: this.#pk,
        standing: this.#order.standing,
        records: records.rooms,
        clock,
        log: log.child({ part: 'rooms' }),
        timings: { sessionGraceMs: config.sessionGraceMs, anchorGraceMs: config.anchorGraceMs },
        createLog: (roomId) => liveState.createLog(roomId),
      },
      {
        ...roomLimits,
        idleRoomMs: (anchorId) => idleRoomMs[this.#accounts.isGuest(anchorId) ? 'guest' : 'user'],
      },
    );
    this.#order.attachTo(this.rooms);
    this.#accounts = new AccountParts({
      ...{ records, tokens: this.tokens, rooms: this.rooms, config, clock },
      shareLimit: (name, limiter) => liveState.shareLimit(name, limiter),
      reviewName: (name, user) => this.#hosts.reviewName(name, user),
      cleanName: (name) => this.#order.lists.clean(name, null),
      assertMayAct: (userId) => this.#order.standing.assertMayAct({ userId }),
      log: log.child({ part: 'accounts' }),
    });
    this.#follows = createFollows(() => this.rooms, this.#hosts.channels);
    this.#follows.attachTo(this.rooms);
    this.#chat = wireChat({
      ...{ rooms: this.rooms, store: records.store, metrics: this.metrics, clock, log },
      follows: this.#follows.follows,
      review: this.#order.reviews,
      ranks: {
        rankOf: ({ showId }, userId) => (showId === null ? null : this.#gifts.ranks.rankOf(showId, userId)),
      },
    });
    this.#gifts = wireGifts({
      ...{ rooms: this.rooms, tokens: this.tokens, store: records.store, clock, config },
      ...{ catalogue, scores: this.#giftScores },
      log: log.child({ part: 'gifts' }),
    });
    this.#audience = wireAudience({
      ...{ rooms: this.rooms, contributions: this.#gifts.ranks, clock },
      likesBefore: (roomId) => Math.max(liveState.likesBefore(roomId), records.likesBefore(roomId)),
      saveLikes: (roomId, total) => records.rooms.saveLikes(roomId, total),
    });
    liveState.follow(this.rooms);
    this.#statistics = wireStatistics({
      ...{ rooms: this.rooms, store: records.store, metrics: this.metrics, clock },
      log: log.child({ part: 'statistics' }),
    });
    this.egress = createEgress({
      ...{ rooms: this.rooms, ffmpegPath: options.ffmpegPath, lingerMs: config.egressLingerMs },
      ...{ clock, log },
    });
    this.#servers = createServers(this.#createHttpApp(), config.httpsPort === 0 ? null : options.tls);
    this.#carriers = this.#createCarriers();
    this.#accounts.onRevoked((revoked) => {
      this.#carriers.disconnect(revoked);
      this.#rtmp.disconnect(revoked);
    });
    this.#rtmp = createRtmp({
      rooms: this.rooms,
      tokens: this.tokens,
      streamKeys,
      passes: this.#rtmpPasses,
      startSource: (args) => this.#startSource(args, { open: true }),
      clock,
      log: log.child({ part: 'rtmp' }),
    });
    observeServer(this.metrics, {
      rooms: this.rooms,
      engine,
      egress: this.egress,
      carriers: this.#carriers,
      rtmp: this.#rtmp,
    });
  }

  get store(): Store {
    return this.#records.store;
  }

  /** Whether Redis can be used now; `null` when none is set up. */
  get redis(): 'ready' | 'degraded' | null {
    return this.#liveState.redis;
  }

  /** The ports in use: the real ones where the settings said 0. */
  get ports(): { http: number; https: number | null; rtmp: number | null } {
    const { http, https } = this.#servers;
    const rtmp = this.#options.config.rtmpPort === null ? null : portOf(this.#rtmp.server);
    return { http: portOf(http), https: https && portOf(https), rtmp };
  }

  /** Puts synthetic people on air in a room of their own. @throws AppError `room_exists`, `internal` */
  async startDemoRoom(roomId: string, cast: DemoCast = 'solo'): Promise<void> {
    await this.#liveState.recall([roomId]);
    const demo = await DemoRoom.start({
      rooms: this.rooms,
      roomId,
      cast,
      startSource: (args) => this.#startSource(args),
      clock: this.#clock,
      log: this.#options.log.child({ part: 'ingest', roomId }),
    });
    this.#demoRooms.push(demo);
  }

  /** Refuses new rooms and shows, tells everybody, and waits until the running shows are over or the time is up. */
  async drain(): Promise<void> {
    const { drainMs } = this.#options.config;
    this.rooms.drain(drainMs);
    await Promise.all(this.#demoRooms.map((demo) => demo.close()));
    const deadlineMs = this.#clock.nowMs() + drainMs;
    while (this.rooms.hasLiveShow && this.#clock.nowMs() < deadlineMs)
      await pause(this.#clock, drainLookEveryMs);
  }

  /** Ends every show and stops everything. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all(this.#demoRooms.map((demo) => demo.close()));
    await this.#rtmp.close();
    this.rooms.close();
    this.#pk.close();
    this.#accounts.close();
    this.#disposables.dispose();
    await this.egress.close();
    await this.#carriers.close();
    await Promise.all([closeServer(this.#servers.http), closeServer(this.#servers.https)]);
    await this.engine.close();
    await this.#order.close();
    await this.#liveState.close();
    await this.#records.close(async () => {
      this.#hosts.close();
      await this.#follows.close();
      await Promise.all([this.#statistics.statistics.close(), this.#chat.archive.close()]);
      await this.#gifts.outbox.close();
    });
  }

  #startSource(args: readonly string[], stdin?: { open: true }): FedProcess {
    return startSourceProcess({
      path: this.#options.ffmpegPath,
      args,
      stdin,
      clock: this.#clock,
      log: this.#options.log,
    });
  }

  #createHttpApp(): Express {
    const { config, log } = this.#options;
    const { allowedOrigins, trustedProxies } = config;
    const { rooms, tokens, engine, egress, metrics, store } = this;
    const routes = httpRoutes({
      ...this.#options,
      ...{ rooms, tokens, engine, egress, metrics, store },
      ...{ guests: this.#guests, accounts: this.#accounts, hosts: this.#hosts, streamKeys: this.#streamKeys },
      ...{ order: this.#order, chat: this.#chat, gifts: this.#gifts, audience: this.#audience },
      ...{ follows: this.#follows, statistics: this.#statistics, liveState: this.#liveState },
      ...{ pk: this.#pk, pkScores: this.#operatorScores, delivery: this.#wireDelivery() },
      ports: () => this.ports,
      connectionCount: () => this.#carriers.connectionCount,
      clock: this.#clock,
      disposables: this.#disposables,
    });
    return createHttpApp({ log: log.child({ part: 'http' }), allowedOrigins, trustedProxies, routes });
  }

  #wireDelivery(): ReturnType<typeof wireDelivery> {
    const parts = wireDelivery({
      rooms: this.rooms,
      delivery: this.egress,
      viewers: this.#statistics.countPlayers(this.#audience.players),
      signingKeys: this.#options.signingKeys,
      assertMayAct: (holder, issuedAtMs) => {
        this.#order.standing.assertMayAct(holder);
        this.#accounts.assertSignedIn(holder, issuedAtMs);
      },
      config: this.#options.config,
      clock: this.#clock,
      disposables: this.#disposables,
    });
    this.#accounts.onRevoked(() => parts.door.lookAgain());
    return parts;
  }

  #createCarriers(): Carriers {
    const { config, log } = this.#options;
    const { http, https } = this.#servers;
    return createCarriers({
      servers: https ? [http, https] : [http],
      handlers: {
        rooms: this.rooms,
        rtpCapabilities: this.engine.rtpCapabilities,
        playback: this.#statistics.playback,
        pk: this.#pk,
        ...this.#audience,
        gifts: this.#gifts.desk,
        rtmp: rtmpAddresses(this.#rtmpPasses, config, () => this.ports.rtmp),
        ...this.#order,
        chats: this.#chat.chats,
      },
      ...{ tokens: this.tokens, guests: this.#guests, metrics: this.metrics },
      ...{ config, clock: this.#clock, log: log.child({ part: 'signaling' }) },
    });
  }

  async #listen(): Promise<void> {
    const { host, port, httpsPort, rtmpPort } = this.#options.config;
    const { http, https } = this.#servers;
    await listen(http, { setting: 'PORT', port, host });
    if (https) await listen(https, { setting: 'HTTPS_PORT', port: httpsPort, host });
    if (rtmpPort !== null) await listen(this.#rtmp.server, { setting: 'RTMP_PORT', port: rtmpPort, host });
  }
}
