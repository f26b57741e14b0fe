import type { OperatorOverview, OperatorRoom, SanctionBody } from '@lianmai/shared';
import { nextCursorOf, type RestOptions, RestTransport, readJson } from './RestTransport.ts';

export interface OperatorRoomPage {
  rooms: OperatorRoom[];
  total: number;
  nextCursor: string | null;
}

/** What a platform operator sees and does, over REST. */
export class OperatorRest {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  async overview(signal?: AbortSignal): Promise<OperatorOverview> {
    return await this.#transport.json('/api/operator/overview', { signal });
  }

  async rooms(
    query: { status?: 'live' | 'all'; search?: string; limit?: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<OperatorRoomPage> {
    const search = new URLSearchParams({ status: query.status ?? 'live', limit: String(query.limit ?? 50) });
    if (query.search) search.set('search', query.search);
    if (query.cursor) search.set('cursor', query.cursor);
    const response = await this.#transport.send(`/api/operator/rooms?${search}`, { signal });
    return {
      rooms: await readJson(response),
      total: Number(response.headers.get('x-total-count')),
      nextCursor: nextCursorOf(response.headers.get('link')),
    };
  }

  /** A JPEG of what is on air; `null` while nobody on air has a picture. */
  async snapshot(roomId: string, signal?: AbortSignal): Promise<Blob | null> {
    const path = `/api/operator/rooms/${encodeURIComponent(roomId)}/snapshot`;
    const response = await this.#transport.send(path, { signal });
    return response.status === 204 ? null : await response.blob();
  }

  /** On the whole platform. */
  async sanction(body: SanctionBody): Promise<void> {
    await this.#transport.send('/api/moderation/sanctions', { method: 'POST', body });
  }
}
