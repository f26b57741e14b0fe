import type { RoomStatistics, ShowListItem, ShowStatistics } from '@lianmai/shared';
import { nextCursorOf, type RestOptions, RestTransport, readJson } from './RestTransport.ts';

export interface ShowPage {
  shows: ShowListItem[];
  /** Hand it to `shows` for the next page; null on the last one. */
  nextCursor: string | null;
}

/** How shows went and go, over REST: for their anchor and for operators. */
export class StatisticsRest {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  /** @param samples `recent`: the last few minutes of the running show, for who looks every few seconds */
  async ofRoom(
    roomId: string,
    { samples = 'recent', signal }: { samples?: 'all' | 'recent' | 'none'; signal?: AbortSignal } = {},
  ): Promise<RoomStatistics> {
    return await this.#transport.json(
      `/api/rooms/${encodeURIComponent(roomId)}/statistics?samples=${samples}`,
      {
        signal,
      },
    );
  }

  async ofShow(showId: string, signal?: AbortSignal): Promise<ShowStatistics> {
    return await this.#transport.json(showPath(showId), { signal });
  }

  /** Newest first. */
  async shows(
    roomId: string,
    { cursor, limit = 20, signal }: { cursor?: string; limit?: number; signal?: AbortSignal } = {},
  ): Promise<ShowPage> {
    const search = new URLSearchParams({ limit: String(limit) });
    if (cursor) search.set('cursor', cursor);
    const response = await this.#transport.send(`${showsPath(roomId)}?${search}`, { signal });
    return { shows: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** A show's samples as a table. */
  async showCsv(showId: string): Promise<Blob> {
    return await (await this.#transport.send(`${showPath(showId)}?format=csv`)).blob();
  }

  /** A room's newest hundred shows as a table. */
  async showsCsv(roomId: string): Promise<Blob> {
    return await (await this.#transport.send(`${showsPath(roomId)}?format=csv&limit=100`)).blob();
  }
}

function showPath(showId: string): string {
  return `/api/shows/${encodeURIComponent(showId)}/statistics`;
}

function showsPath(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}/shows`;
}
