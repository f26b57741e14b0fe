import {
  eventsIn,
  type NoticeName,
  type PushFrame,
  type RoomEvent,
  type RoomEventType,
} from '@lianmai/shared';
import type { SharedFrame } from '../rooms/fanout/SharedFrame.ts';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';

let made = 0;

/** A connection that keeps what it was sent. */
export class FakeClientLink implements ClientLink {
  readonly id = `link-${++made}`;
  readonly frames: PushFrame[] = [];
  isClosed = false;

  send(frame: PushFrame): void {
    if (!this.isClosed) this.frames.push(frame);
  }

  sendShared({ frame }: SharedFrame): void {
    this.send(frame);
  }

  close(): void {
    this.isClosed = true;
  }

  events(): RoomEvent[] {
    return this.frames.flatMap(eventsIn);
  }

  eventTypes(): RoomEventType[] {
    return this.events().map(({ type }) => type);
  }

  notices(): NoticeName[] {
    return this.frames.flatMap((frame) => (frame.type === 'notice' ? [frame.notice] : []));
  }
}
