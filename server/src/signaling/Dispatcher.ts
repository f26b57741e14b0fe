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
import { audienceHandlers } from './handlers/audience.ts';
import { chatHandlers } from './handlers/chat.ts';
import { giftHandlers } from './handlers/gifts.ts';
import type { Handler, HandlerDeps, Handlers } from './handlers/Handler.ts';
import { moderationHandlers } from './handlers/moderation.ts';
import { pkHandlers } from './handlers/pk.ts';
import { playbackHandlers } from './handlers/playback.ts';
import { publishingHandlers } from './handlers/publishing.ts';
import { rtmpHandlers } from './handlers/rtmp.ts';
import { join, sessionHandlers } from './handlers/session.ts';
import { showHandlers } from './handlers/show.ts';
import { stageHandlers } from './handlers/stage.ts';
import { subscribingHandlers } from './handlers/subscribing.ts';
import { transportHandlers } from './handlers/transport.ts';
import { ReplyCache } from './ReplyCache.ts';
import { RequestRate } from './RequestRate.ts';
import type { SignalingConnection } from './SignalingConnection.ts';

type JoinedRequest = Exclude<RequestType, 'join' | 'ping'>;

const handlers: Handlers<JoinedRequest> = {
  ...sessionHandlers,
  ...showHandlers,
  ...transportHandlers,
  ...publishingHandlers,
  ...subscribingHandlers,
  ...playbackHandlers,
  ...stageHandlers,
  ...pkHandlers,
  ...audienceHandlers,
  ...moderationHandlers,
  ...chatHandlers,
  ...giftHandlers,
  ...rtmpHandlers,
};

export interface DispatcherDeps extends HandlerDeps {
  clock: Clock;
  log: Logger;
  /** Counts requests by type and outcome, for /metrics. */
  onServed?: (type: RequestType | 'unknown', outcome: 'ok' | AppError['code']) => void;
}

/** The one way from a carrier to the domain: limits, parses, serves, and answers every request exactly once. */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #rates = new WeakMap<SignalingConnection, RequestRate>();
  readonly #replies = new WeakMap<Session, ReplyCache>();

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /**
   * @param frame what the client sent, unparsed
   * @param reply called exactly once; pushes that follow from a `join` go out after it
   */
  async serve(
    connection: SignalingConnection,
    frame: unknown,
    reply: (reply: ReplyFrame) => void,
  ): Promise<void> {
    const answer = await this.dispatch(connection, frame);
    reply(answer);
    const joined = joinReplyIn(answer);
    if (joined) connection.link.release(joined.snapshot.seq);
  }

  /** The reply alone. Never rejects. */
  dispatch(connection: SignalingConnection, frame: unknown): Promise<ReplyFrame> {
    const envelope = RequestEnvelope.safeParse(frame);
    const { type = 'unknown', id, ...fields } = envelope.success ? envelope.data : {};
    const refusal = this.#refusal(connection);
    if (refusal) return Promise.resolve(this.#failure(connection, id ?? null, 'unknown', refusal));
    if (!envelope.success) {
      return Promise.resolve(
        this.#failure(connection, null, 'unknown', invalid(RequestEnvelope, frame, envelope.error)),
      );
    }
    const serve = () => this.#serve(connection, type, id ?? null, fields);
    return id === undefined ? serve() : this.#repliesOf(connection).once(id, serve);
  }

  /** Why nothing is served on this connection now. Comes before everything else: refusing must be cheap. */
  #refusal(connection: SignalingConnection): AppError | null {
    const { clock } = this.#deps;
    if (connection.identity.expiresAtMs <= clock.nowMs()) {
      // The client comes again with a new token, and takes up its Session.
      clock.after(0, () => connection.link.close());
      return new AppError('token_expired');
    }
    const rate = this.#rates.get(connection) ?? new RequestRate(clock);
    this.#rates.set(connection, rate);
    const verdict = rate.take();
    if (verdict === 'cut') connection.link.close();
    return verdict === 'serve' ? null : new AppError('too_many_requests');
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
    if (type === 'ping') {
      parse('ping', fields);
      return Promise.resolve({ at: Math.round(this.#deps.clock.nowMs()) });
    }
    return this.#handleJoined(connection, type, fields);
  }

  async #handleJoined<T extends JoinedRequest>(connection: SignalingConnection, type: T, fields: object) {
    const { joined, host } = connection;
    if (!joined) throw new AppError('not_joined');
    const handler: Handler<T> = handlers[type];
    return handler({ fields: parse(type, fields), ...joined, host, deps: this.#deps });
  }

  #failure(
    connection: SignalingConnection,
    id: string | null,
    type: RequestType | 'unknown',
    error: AppError,
  ): ReplyFrame {
    this.#deps.onServed?.(type, error.code);
    const { log } = this.#deps;
    const { userId } = connection.identity;
    const facts = { type, code: error.code, sessionId: connection.joined?.session.id, userId };
    if (error.code === 'internal') log.error({ ...facts, err: error.cause ?? error }, 'request failed');
    else log.debug({ ...facts, detail: error.message }, 'request refused');
    return { type: 'reply', id, ok: false, error: error.toWire(connection.language) };
  }
}

function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}

function joinReplyIn(reply: ReplyFrame): ReplyMap['join'] | null {
  return reply.ok && reply.data && 'snapshot' in reply.data ? reply.data : null;
}

function parse<T extends RequestType>(type: T, fields: object): RequestFields<T> {
  const result = requestSchemas[type].safeParse(fields);
  if (!result.success) throw invalid(requestSchemas[type], fields, result.error);
  return result.data as RequestFields<T>;
}

function invalid(...refused: Parameters<typeof fieldErrors>): AppError {
  return new AppError('invalid_request', { fields: fieldErrors(...refused) });
}
