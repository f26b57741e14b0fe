import {
  type ReplyFrame,
  type ReplyMap,
  RequestEnvelope,
  type RequestFields,
  type RequestType,
  requestSchemas,
} from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { fieldErrors } from '../core/fieldErrors.ts';
import type { Logger } from '../core/logger.ts';
import type { Session } from '../rooms/Session.ts';
import type { Handler, HandlerDeps, Handlers } from './handlers/Handler.ts';
import { playbackHandlers } from './handlers/playback.ts';
import { publishingHandlers } from './handlers/publishing.ts';
import { join, sessionHandlers } from './handlers/session.ts';
import { showHandlers } from './handlers/show.ts';
import { subscribingHandlers } from './handlers/subscribing.ts';
import { transportHandlers } from './handlers/transport.ts';
import { RateLimiter } from './RateLimiter.ts';
import { ReplyCache } from './ReplyCache.ts';
import type { SignalingConnection } from './SignalingConnection.ts';

type JoinedRequest = Exclude<RequestType, 'join'>;

const handlers: Handlers<JoinedRequest> = {
  ...sessionHandlers,
  ...showHandlers,
  ...transportHandlers,
  ...publishingHandlers,
  ...subscribingHandlers,
  ...playbackHandlers,
};

// A viewer of a full stage makes about 40 requests in its first second; nobody needs more in the long run.
const requestRate = { perSecond: 20, burst: 120 };

export interface DispatcherDeps extends HandlerDeps {
  clock: Clock;
  log: Logger;
  /** Counts requests by type and outcome, for /metrics. */
  onServed?: (type: RequestType | 'unknown', outcome: 'ok' | AppError['code']) => void;
}

/** The one way from a carrier to the domain: parses, limits, serves, and answers every request exactly once. */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #limiters = new WeakMap<SignalingConnection, RateLimiter>();
  readonly #replies = new WeakMap<Session, ReplyCache>();

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /** @param frame what the client sent, unparsed. Never rejects. */
  dispatch(connection: SignalingConnection, frame: unknown): Promise<ReplyFrame> {
    const envelope = RequestEnvelope.safeParse(frame);
    if (!envelope.success)
      return Promise.resolve(this.#failure(connection, null, 'unknown', invalid(envelope.error)));
    const { type, id, ...fields } = envelope.data;
    const serve = () => this.#serve(connection, type, id ?? null, fields);
    if (id === undefined) return serve();
    return this.#repliesOf(connection).once(id, serve);
  }

  // By Session where there is one: a request repeated over the next connection must find its first reply.
  #repliesOf(connection: SignalingConnection): ReplyCache {
    const session = connection.joined?.session;
    if (!session) return connection.replies;
    const replies = this.#replies.get(session) ?? new ReplyCache();
    this.#replies.set(session, replies);
    return replies;
  }

  async #serve(
    connection: SignalingConnection,
    type: string,
    id: string | null,
    fields: object,
  ): Promise<ReplyFrame> {
    if (!isRequestType(type))
      return this.#failure(connection, id, 'unknown', new AppError('unknown_request'));
    try {
      if (!this.#limiterOf(connection).take()) throw new AppError('too_many_requests');
      const data = await this.#handle(connection, type, fields);
      this.#deps.onServed?.(type, 'ok');
      return { type: 'reply', id, ok: true, data };
    } catch (error) {
      return this.#failure(connection, id, type, AppError.from(error));
    }
  }

  #handle(
    connection: SignalingConnection,
    type: RequestType,
    fields: object,
  ): Promise<ReplyMap[RequestType]> {
    if (type === 'join') {
      return Promise.resolve(join({ fields: parse('join', fields), connection, deps: this.#deps }));
    }
    return this.#handleJoined(connection, type, fields);
  }

  async #handleJoined<T extends JoinedRequest>(connection: SignalingConnection, type: T, fields: object) {
    const { joined } = connection;
    if (!joined) throw new AppError('not_joined');
    const handler: Handler<T> = handlers[type];
    return handler({ fields: parse(type, fields), ...joined, deps: this.#deps });
  }

  #failure(
    connection: SignalingConnection,
    id: string | null,
    type: RequestType | 'unknown',
    error: AppError,
  ): ReplyFrame {
    this.#deps.onServed?.(type, error.code);
    const { log } = this.#deps;
    const facts = {
      type,
      code: error.code,
      sessionId: connection.joined?.session.id,
      userId: connection.identity.userId,
    };
    if (error.code === 'internal') log.error({ ...facts, err: error.cause ?? error }, 'request failed');
    else log.debug({ ...facts, detail: error.message }, 'request refused');
    return { type: 'reply', id, ok: false, error: error.toWire(connection.language) };
  }

  #limiterOf(connection: SignalingConnection): RateLimiter {
    const known = this.#limiters.get(connection) ?? new RateLimiter(this.#deps.clock, requestRate);
    this.#limiters.set(connection, known);
    return known;
  }
}

function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}

function parse<T extends RequestType>(type: T, fields: object): RequestFields<T> {
  const result = requestSchemas[type].safeParse(fields);
  if (!result.success) throw invalid(result.error);
  return result.data as RequestFields<T>;
}

function invalid(error: Parameters<typeof fieldErrors>[0]): AppError {
  return new AppError('invalid_request', { fields: fieldErrors(error) });
}
