import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { GuestDoor } from '../auth/GuestDoor.ts';
import type { Config } from '../config/Config.ts';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { KeyedRateLimiter } from '../core/KeyedRateLimiter.ts';
import { languageOf } from '../core/language.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from '../http/metrics.ts';
import { Carriers } from '../signaling/Carriers.ts';
import { Dispatcher } from '../signaling/Dispatcher.ts';
import type { HandlerDeps } from '../signaling/handlers/Handler.ts';
import { SocketIoCarrier } from '../signaling/SocketIoCarrier.ts';
import { WebSocketCarrier } from '../signaling/WebSocketCarrier.ts';

export interface CarrierParts {
  servers: readonly Server[];
  /** What requests reach. */
  handlers: HandlerDeps;
  metrics: Metrics;
  tokens: AccessTokens;
  guests: GuestDoor;
  config: Pick<Config, 'allowedOrigins' | 'trustedProxies'>;
  clock: Clock;
  log: Logger;
}

/** Of one address: as for requests over HTTP that change something. */
const guestRate = { perSecond: 20, burst: 300 };

/** Socket.IO for browsers, plain WebSockets for whoever cannot load a Socket.IO client. */
export function createCarriers({
  servers,
  handlers,
  metrics,
  tokens,
  guests,
  config,
  clock,
  log,
}: CarrierParts): Carriers {
  const { allowedOrigins } = config;
  const dispatcher = new Dispatcher({
    ...handlers,
    clock,
    log,
    onServed: (type, outcome) => metrics.countRequest(type, outcome),
  });
  const isTrusted = proxyAddr.compile([...config.trustedProxies]);
  const common = { dispatcher, allowedOrigins, clock, log };
  const socketIo = new SocketIoCarrier(servers, { ...common, authenticate: (token) => tokens.verify(token) });
  const guestRates = new KeyedRateLimiter(clock, guestRate);
  const webSockets = new WebSocketCarrier(servers, {
    ...common,
    admit: async (token, request) => {
      if (token !== undefined || !guests.isOpen) return { identity: await tokens.verify(token), login: null };
      const name = guestName(request.headers['accept-language']);
      const address = proxyAddr(request, isTrusted);
      if (!guestRates.of(address).take()) throw new AppError('too_many_requests');
      const login = await guests.admit({ name, address });
      return { identity: await tokens.verify(login.token), login };
    },
  });
  return new Carriers([socketIo, webSockets]);
}

function guestName(acceptLanguage: string | undefined): string {
  const number = randomInt(1000, 10_000);
  return languageOf(acceptLanguage) === 'zh' ? `游客${number}` : `Guest ${number}`;
}
