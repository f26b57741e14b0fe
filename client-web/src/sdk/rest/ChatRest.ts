import type { ChatMessage } from '@lianmai/shared';
import type { RestTransport } from './RestTransport.ts';

/** The chat's archive over REST. */
export class ChatRest {
  readonly #transport: RestTransport;

  constructor(transport: RestTransport) {
    this.#transport = transport;
  }

  /** Newest first. @param before a message id: only what is older */
  async messages(
    roomId: string,
    { before, limit = 50, signal }: { before?: string; limit?: number; signal?: AbortSignal } = {},
  ): Promise<ChatMessage[]> {
    const search = new URLSearchParams({ limit: String(limit) });
    if (before) search.set('before', before);
    return await this.#transport.json(`/api/rooms/${encodeURIComponent(roomId)}/messages?${search}`, {
      signal,
    });
  }
}
