import type { NoticeName, PushFrame, RoomEventType } from '@lianmai/shared';
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

  close(): void {
    this.isClosed = true;
  }

  eventTypes(): RoomEventType[] {
    return this.frames.flatMap((frame) => (frame.type === 'event' ? [frame.event.type] : []));
  }

  notices(): NoticeName[] {
    return this.frames.flatMap((frame) => (frame.type === 'notice' ? [frame.notice] : []));
  }
}
