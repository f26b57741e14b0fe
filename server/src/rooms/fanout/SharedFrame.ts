import { type EventFrame, type EventsFrame, eventsIn, type PushFrame, type RoomEvent } from '@lianmai/shared';

/** A frame that many clients get: every carrier encodes it once for all of them. */
export class SharedFrame {
  readonly frame: PushFrame;
  readonly #encodings = new Map<(frame: PushFrame) => unknown, unknown>();

  constructor(frame: PushFrame) {
    this.frame = frame;
  }

  /** Entries of the Room log, at least one, in order. */
  static ofEvents(events: readonly RoomEvent[]): SharedFrame {
    const [only, second] = events;
    const frame: EventFrame | EventsFrame =
      only && !second ? { type: 'event', event: only } : { type: 'events', events: [...events] };
    return new SharedFrame(frame);
  }

  /** What `encode` makes of the frame: the first time it is made, then always the same. */
  encodedBy<T>(encode: (frame: PushFrame) => T): T {
    const known = this.#encodings.get(encode);
    if (known !== undefined) return known as T;
    const encoded = encode(this.frame);
    this.#encodings.set(encode, encoded);
    return encoded;
  }

  /** Without the entries that somebody who stands at `seq` knows already; `null` when nothing is left. */
  after(seq: number): SharedFrame | null {
    const { frame } = this;
    if (frame.type === 'notice') return this;
    const events = eventsIn(frame);
    const first = events[0];
    if (!first || first.seq > seq) return this;
    const news = events.filter((event) => event.seq > seq);
    return news.length > 0 ? SharedFrame.ofEvents(news) : null;
  }
}
