import type { Language, LoginResult, PushFrame, ReplyFrame, ServerFrame } from '@lianmai/shared';
import type { WebSocket } from 'ws';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { Disposables } from '../core/Disposables.ts';
import { platformOf } from '../core/platformOf.ts';
import type { SharedFrame } from '../rooms/fanout/SharedFrame.ts';
import { randomId } from '../rooms/ids.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';
import { isSignedOut, type SignedOut } from '../rooms/signedOut.ts';
import { untilExpiry } from './connectionRules.ts';
import type { Dispatcher } from './Dispatcher.ts';
import { SignalingConnection } from './SignalingConnection.ts';

/** Who connects; `login` where they came without a token and were let in as a guest. */
export interface Admitted {
  identity: Identity;
  login: LoginResult | null;
}

export interface WebSocketClientOptions {
  webSocket: WebSocket;
  dispatcher: Dispatcher;
  /** @throws AppError why they are not let in */
  admit: () => Promise<Admitted>;
  /** What a client need not send: whoever connects joins. `null`: it says so itself. */
  join: object | null;
  language: Language;
  userAgent: string | undefined;
  host: string | undefined;
  clock: Clock;
  onClosed: () => void;
}

// RFC 6455 §7.4.1.
const closeCodes = { normal: 1000, unsupportedData: 1003 } as const;
/** A refused connection is closed with this and the error's HTTP status: 4401, 4404, … */
const refusalBase = 4000;
// A client that does not read for this long loses its connection instead of filling our memory.
const maxUnsentBytes = 1 << 20;
const finishDeadlineMs = 500;

/** One plain WebSocket: joins at once, then serves frame by frame. Ends once. */
export class WebSocketClient {
  readonly #options: WebSocketClientOptions;
  readonly #link: WebSocketLink;
  readonly #disposables = new Disposables();
  #connection: SignalingConnection | null = null;
  #isAlive = true;

  constructor(options: WebSocketClientOptions) {
    this.#options = options;
    const { webSocket } = options;
    this.#link = new WebSocketLink(webSocket);
    // Some clients cannot answer pings: whatever they send is as good.
    for (const sign of ['pong', 'message'] as const)
      webSocket.on(sign, () => {
        this.#isAlive = true;
      });
    // What was wrong is told by 'close'.
    webSocket.on('error', () => undefined);
    webSocket.once('close', () => {
      this.#disposables.dispose();
      options.onClosed();
    });
  }

  /** Lets the client in. What it sends meanwhile waits. */
  async begin(): Promise<void> {
    const { webSocket, dispatcher, clock, join, language, userAgent, host } = this.#options;
    webSocket.pause();
    const admitted = await this.#admit();
    if (!admitted || webSocket.readyState !== webSocket.OPEN) return;
    const { identity, login } = admitted;
    if (login) this.#link.write({ type: 'notice', notice: 'guestAdmitted', data: login });
    const platform = platformOf(userAgent);
    const connection = new SignalingConnection({ identity, language, platform, host, link: this.#link });
    this.#connection = connection;
    webSocket.once('close', () => connection.closed());
    if (join && !(await this.#join(connection, join))) return;
    if (webSocket.readyState !== webSocket.OPEN) return;
    this.#disposables.add(clock.after(untilExpiry(identity, clock), () => this.#link.close()));
    webSocket.on('message', (data, isBinary) => {
      // Whom we have closed the door on is heard no more, whatever they still send.
      if (webSocket.readyState !== webSocket.OPEN) return;
      if (isBinary) webSocket.close(closeCodes.unsupportedData, 'text frames only');
      // Who asks without reading the answers must not make us keep them.
      else if (this.#link.isOverfull) this.#link.close();
      else void dispatcher.serve(connection, parse(data.toString()), (reply) => this.#link.write(reply));
    });
    webSocket.resume();
  }

  /** Ends the Session and closes, if it was made with a token of theirs. */
  disconnect(signedOut: SignedOut): void {
    const connection = this.#connection;
    if (!connection || !isSignedOut(connection.identity, signedOut)) return;
    connection.joined?.session.end('left');
    this.#link.close();
  }

  /** Called at a fixed pace: of whom nothing was heard since the last time is gone. */
  checkAlive(): void {
    const { webSocket } = this.#options;
    if (!this.#isAlive) webSocket.terminate();
    else {
      this.#isAlive = false;
      webSocket.ping();
    }
  }

  /** The server stops: what was sent is delivered where somebody reads it. */
  finish(): Promise<void> {
    const { webSocket, clock } = this.#options;
    if (webSocket.readyState === webSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      const giveUp = clock.after(finishDeadlineMs, () => webSocket.terminate());
      webSocket.once('close', () => {
        giveUp();
        resolve();
      });
      webSocket.close(closeCodes.normal);
      // A paused socket would never read the peer's answer.
      webSocket.resume();
    });
  }

  async #join(connection: SignalingConnection, join: object): Promise<boolean> {
    let isIn = false;
    await this.#options.dispatcher.serve(connection, join, (reply) => {
      isIn = reply.ok;
      this.#link.write(reply);
      if (!reply.ok) this.#refuse(reply);
    });
    return isIn;
  }

  async #admit(): Promise<Admitted | null> {
    try {
      return await this.#options.admit();
    } catch (error) {
      const wire = AppError.from(error).toWire(this.#options.language);
      const reply: ReplyFrame = { type: 'reply', id: 'join', ok: false, error: wire };
      this.#link.write(reply);
      this.#refuse(reply);
      return null;
    }
  }

  #refuse({ error }: Extract<ReplyFrame, { ok: false }>): void {
    const { webSocket } = this.#options;
    webSocket.close(refusalBase + new AppError(error.code).status, error.code);
    webSocket.resume();
  }
}

/** Nonsense stays what it is: the Dispatcher refuses it in the way of the protocol. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const encode = (frame: PushFrame): Buffer => Buffer.from(JSON.stringify(frame));

class WebSocketLink implements ClientLink {
  readonly id = randomId();
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  get isOverfull(): boolean {
    return this.#webSocket.bufferedAmount > maxUnsentBytes;
  }

  send(frame: PushFrame): void {
    if (this.isOverfull) this.#webSocket.terminate();
    else this.write(frame);
  }

  sendShared(shared: SharedFrame): void {
    if (this.isOverfull) this.#webSocket.terminate();
    else this.#webSocket.send(shared.encodedBy(encode), { binary: false });
  }

  write(frame: ServerFrame): void {
    this.#webSocket.send(JSON.stringify(frame));
  }

  /** What was sent before still goes out; a peer that does not answer is noticed by its silence. */
  close(): void {
    this.#webSocket.close(closeCodes.normal);
  }
}
