import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Config } from '../config/Config.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import { giftRoutes } from '../http/api/giftRoutes.ts';
import { paymentRoutes } from '../http/api/paymentRoutes.ts';
import { walletRoutes } from '../http/api/walletRoutes.ts';
import { CoinShop } from '../interaction/coins/CoinShop.ts';
import type { PaymentProvider } from '../interaction/coins/ports.ts';
import { developmentPayments, externalPayments } from '../interaction/coins/providers.ts';
import { Wallets } from '../interaction/coins/Wallets.ts';
import { GiftCatalogue } from '../interaction/gifts/GiftCatalogue.ts';
import { GiftDesk } from '../interaction/gifts/GiftDesk.ts';
import { GiftOutbox } from '../interaction/gifts/GiftOutbox.ts';
import type { GiftScores } from '../interaction/gifts/GiftScores.ts';
import { GiverLists } from '../interaction/gifts/GiverLists.ts';
import { LiveShows } from '../interaction/gifts/LiveShows.ts';
import { RoomGifts } from '../interaction/gifts/RoomGifts.ts';
import { PerRoom } from '../interaction/PerRoom.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { SqlGiftCatalogue } from '../store/ledger/SqlGiftCatalogue.ts';
import { SqlGiftOrders } from '../store/ledger/SqlGiftOrders.ts';
import { SqlGiftReports } from '../store/ledger/SqlGiftReports.ts';
import { SqlLedger } from '../store/ledger/SqlLedger.ts';
import { SqlPurchases } from '../store/ledger/SqlPurchases.ts';
import type { Store } from '../store/Store.ts';
import { sayUnavailable } from '../store/sayUnavailable.ts';

export interface GiftWiringDeps {
  store: Store;
  rooms: RoomRegistry;
  tokens: AccessTokens;
  catalogue: GiftCatalogue;
  /** Points of gifts for PKs. */
  scores: GiftScores;
  config: Config;
  clock: Clock;
  log: Logger;
}

export function loadGiftCatalogue(store: Store): Promise<GiftCatalogue> {
  return GiftCatalogue.load(sayUnavailable(new SqlGiftCatalogue(store.db)));
}

/** Coins and gifts: the ledger, what is given, what is shown of it, and its routes. */
export function wireGifts({ store, rooms, tokens, catalogue, scores, config, clock, log }: GiftWiringDeps) {
  const { db } = store;
  const orders = sayUnavailable(new SqlGiftOrders(db, clock));
  const ranks = new LiveShows();
  const inRoom = new PerRoom(rooms, (room) => new RoomGifts(room, ranks, clock));
  const giftsOf = (roomId: string) => {
    const room = rooms.find(roomId);
    return room && inRoom.of(room);
  };
  const wallets = new Wallets({
    ledger: sayUnavailable(new SqlLedger(db, clock)),
    clock,
    log,
    startingCoins: config.startingCoins,
  });
  const outbox = new GiftOutbox({ orders, giftsOf, scores, clock, log });
  const { platformSharePercent } = config;
  const desk = new GiftDesk({
    catalogue,
    orders,
    wallets,
    outbox,
    giftsOf,
    clock,
    log,
    platformSharePercent,
  });
  const lists = new GiverLists({ reports: sayUnavailable(new SqlGiftReports(db)), clock });
  const shop = new CoinShop({
    purchases: sayUnavailable(new SqlPurchases(db, clock)),
    provider: paymentProvider(config),
    clock,
    log,
  });
  return {
    desk,
    outbox,
    ranks,
    routes: [
      { path: '/api', router: giftRoutes({ rooms, tokens, catalogue, desk, lists }) },
      { path: '/api', router: walletRoutes({ tokens, wallets, lists }) },
      {
        path: '/api',
        router: paymentRoutes({ tokens, shop, secret: config.payment?.secret ?? null, clock }),
      },
    ],
  };
}

function paymentProvider({ payment, apiKeys }: Config): PaymentProvider | null {
  if (payment) return externalPayments(payment.url);
  return apiKeys === null ? developmentPayments : null;
}
