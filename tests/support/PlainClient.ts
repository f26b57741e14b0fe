import type { ReplyFrame, RoomEvent, ServerFrame } from '@lianmai/shared';
import { waitFor } from './waitFor.ts';

type Reply = Extract<ReplyFrame, { ok: true }> | Extract<ReplyFrame, { ok: false }>;

/**
 * A client in a few lines, as somebody would write it from docs/protocol.md alone, in any language: a WebSocket, JSON, and nothing of
 * ours. Whoever connects joins; what it knows of the Room log it keeps, so that it can come again.
 */
export class PlainClient {
  readonly frames: ServerFrame[] = [];
  closeCode: number | null = null;
  readonly #socket: WebSocket;

  constructor(baseUrl: string, roomId: string, query: Record<string, string | number> = {}) {
    const url = new URL(`/socket/room/${roomId}`, baseUrl.replace(/^http/, 'ws'));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener('message', ({ data }) => this.frames.push(JSON.parse(data)));
    this.#socket.addEventListener('close', ({ code }) => {
      this.closeCode = code;
    });
  }

  get events(): RoomEvent[] {
    return this.frames.flatMap((frame) => {
      if (frame.type === 'events') return frame.events;
      return frame.type === 'event' ? [frame.event] : [];
    });
  }

  opened(): Promise<unknown> {
    return waitFor('an open socket', () => this.#socket.readyState === WebSocket.OPEN);
  }

  /** Anything at all, as JSON unless it is a text or bytes already. */
  send(frame: object | string | Uint8Array<ArrayBuffer>): void {
    const isRaw = typeof frame === 'string' || frame instanceof Uint8Array;
    this.#socket.send(isRaw ? frame : JSON.stringify(frame));
  }

  reply(id: string | null): Promise<Reply> {
    return waitFor(
      `the reply to ${id}`,
      () => this.frames.find((one) => one.type === 'reply' && one.id === id) as Reply,
    );
  }

  event(type: RoomEvent['type']): Promise<RoomEvent> {
    return waitFor(`event ${type}`, () => this.events.find((event) => event.type === type));
  }

  closed(): Promise<number> {
    return waitFor('the end', () => this.closeCode);
  }

  close(): void {
    this.#socket.close();
  }
}
