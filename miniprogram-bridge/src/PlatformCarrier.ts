import type { LoginResult, ReplyFrame, RequestFrame, ServerFrame } from '@lianmai/shared';
import { LiveError } from '../../client-web/src/sdk/LiveError.ts';
import type { Carrier, CarrierEvents } from '../../client-web/src/sdk/signaling/Carrier.ts';
import type { Platform, PlatformSocket } from './Platform.ts';
import { parsedJson } from './parsedJson.ts';

export interface PlatformCarrierOptions {
  platform: Platform;
  url: string;
  /** Empty: none. */
  token: string;
  timeoutMs: number;
  /** Without a token, where guests are let in: who we are from now on. */
  onGuest: (login: LoginResult) => void;
}

/** The server's answer to a connection that it does not let in; ours have other ids. */
const admissionId = 'join';

/** docs/protocol.md, C7. */
const silenceMs = 10_000;
const answerMs = 6000;

/** Frames as JSON texts over a host's socket. */
export class PlatformCarrier implements Carrier {
  readonly #options: PlatformCarrierOptions;
  readonly #events: CarrierEvents;
  readonly #socket: PlatformSocket;
  readonly #waiting = new Map<string, (reply: ReplyFrame) => void>();
  /** Until it is open, and then until it has been silent for too long. */
  #timer: ReturnType<typeof setTimeout>;
  #isOver = false;

  constructor(options: PlatformCarrierOptions, events: CarrierEvents) {
    this.#options = options;
    this.#events = events;
    this.#timer = setTimeout(() => this.#over(new LiveError('timeout')), options.timeoutMs);
    this.#socket = options.platform.connectSocket(
      options.url,
      options.token ? { authorization: `Bearer ${options.token}` } : {},
    );
    this.#socket.onOpen(() => {
      if (this.#isOver) return;
      this.#heard();
      events.onOpen();
    });
    this.#socket.onMessage((text) => this.#receive(text));
    this.#socket.onClose(() => this.#over(new LiveError('network')));
  }

  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void {
    if (frame.id !== undefined) this.#waiting.set(frame.id, onReply);
    this.#socket.send(JSON.stringify(frame));
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#socket.close();
  }

  #receive(text: string): void {
    const frame = parsedJson(text) as ServerFrame | null;
    if (this.#isOver || !frame) return;
    this.#heard();
    if (frame.type !== 'reply') {
      if (frame.type === 'notice' && frame.notice === 'guestAdmitted') this.#options.onGuest(frame.data);
      else this.#events.onPush(frame);
      return;
    }
    const onReply = frame.id === null ? undefined : this.#waiting.get(frame.id);
    if (frame.id !== null) this.#waiting.delete(frame.id);
    if (onReply) onReply(frame);
    else if (frame.id === admissionId && !frame.ok) this.#over(LiveError.fromWire(frame.error));
  }

  /** Hosts do not tell of the server's pings, and networks go without a word: after a silence we ask. */
  #heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#socket.send('{"type":"ping"}');
      this.#timer = setTimeout(() => this.#over(new LiveError('network')), answerMs);
    }, silenceMs);
  }

  #over(error: LiveError): void {
    if (this.#isOver) return;
    this.close();
    this.#events.onClosed(error);
  }
}
