import type { PushFrame, ReplyFrame, RequestFrame } from '@lianmai/shared';
import { LiveError } from '../LiveError.ts';
import type { Carrier, CarrierEvents, OpenCarrier } from './Carrier.ts';

/** One connection that a test holds the other end of. */
export class FakeCarrier implements Carrier {
  readonly sent: { frame: RequestFrame; reply: (reply: ReplyFrame) => void }[] = [];
  readonly timeoutMs: number;
  readonly #events: CarrierEvents;
  isClosed = false;

  constructor(events: CarrierEvents, timeoutMs: number) {
    this.#events = events;
    this.timeoutMs = timeoutMs;
  }

  open(): void {
    this.#events.onOpen();
  }

  lose(error = new LiveError('network')): void {
    this.isClosed = true;
    this.#events.onClosed(error);
  }

  push(frame: PushFrame): void {
    if (!this.isClosed) this.#events.onPush(frame);
  }

  send(frame: RequestFrame, onReply: (reply: ReplyFrame) => void): void {
    this.sent.push({ frame, reply: onReply });
  }

  close(): void {
    this.isClosed = true;
  }

  /** The newest request of a type. */
  request(type: RequestFrame['type']): { frame: RequestFrame; reply: (reply: ReplyFrame) => void } {
    const found = this.sent.findLast(({ frame }) => frame.type === type);
    if (!found) throw new Error(`no ${type} was sent`);
    return found;
  }
}

/** Makes FakeCarriers and keeps them all. */
export class FakeCarriers {
  readonly all: FakeCarrier[] = [];

  readonly openCarrier: OpenCarrier = (events, timeoutMs) => {
    const carrier = new FakeCarrier(events, timeoutMs);
    this.all.push(carrier);
    return carrier;
  };

  get newest(): FakeCarrier {
    const newest = this.all.at(-1);
    if (!newest) throw new Error('no connection was opened');
    return newest;
  }
}
