import type {
  AuditEntry,
  Moderator,
  Report,
  ReportOutcome,
  Sanction,
  SanctionBody,
  SanctionKind,
  WordListInfo,
  WordsTestResult,
} from '@lianmai/shared';
import { nextCursorOf, type RestTransport, readJson } from './RestTransport.ts';

export interface Page<T> {
  items: T[];
  /** Hand it in for the next page; null on the last one. */
  nextCursor: string | null;
}

/** Keeping order over REST, in a room or (`roomId` null) on the whole platform. */
export class ModerationRest {
  readonly #transport: RestTransport;

  constructor(transport: RestTransport) {
    this.#transport = transport;
  }

  async sanctions(roomId: string | null, signal?: AbortSignal): Promise<Sanction[]> {
    return await this.#transport.json(`${scopePath(roomId)}/sanctions`, { signal });
  }

  async sanction(roomId: string | null, body: SanctionBody): Promise<Sanction> {
    return await this.#transport.json(`${scopePath(roomId)}/sanctions`, { method: 'POST', body });
  }

  async lift(roomId: string | null, kind: SanctionKind, userId: string): Promise<void> {
    const path = `${scopePath(roomId)}/sanctions/${kind}/${encodeURIComponent(userId)}`;
    await this.#transport.send(path, { method: 'DELETE' });
  }

  async moderators(roomId: string, signal?: AbortSignal): Promise<Moderator[]> {
    return await this.#transport.json(`${scopePath(roomId)}/moderators`, { signal });
  }

  async setModerator(roomId: string, userId: string, isModerator: boolean): Promise<void> {
    const path = `${scopePath(roomId)}/moderators/${encodeURIComponent(userId)}`;
    await this.#transport.send(path, { method: isModerator ? 'PUT' : 'DELETE' });
  }

  async reports(
    roomId: string | null,
    { cursor, signal }: { cursor?: string; signal?: AbortSignal } = {},
  ): Promise<Page<Report>> {
    const search = new URLSearchParams(cursor ? { cursor } : {});
    const response = await this.#transport.send(`${scopePath(roomId)}/reports?${search}`, { signal });
    return { items: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  async resolve(reportId: string, outcome: ReportOutcome): Promise<Report> {
    const path = `/api/moderation/reports/${encodeURIComponent(reportId)}/resolve`;
    return await this.#transport.json(path, { method: 'POST', body: { outcome } });
  }

  /** A room's own list, a word a line. */
  async roomWords(roomId: string, signal?: AbortSignal): Promise<string> {
    const { text } = await this.#transport.json<{ text: string }>(`${scopePath(roomId)}/words`, { signal });
    return text;
  }

  /** Fails with `invalid_request` that names each wrong line in `fields`. */
  async writeRoomWords(roomId: string, text: string): Promise<void> {
    await this.#transport.send(`${scopePath(roomId)}/words`, { method: 'PUT', body: { text } });
  }

  async testWords(roomId: string | null, text: string): Promise<WordsTestResult> {
    return await this.#transport.json(`${scopePath(roomId)}/words-test`, { method: 'POST', body: { text } });
  }

  /** The platform's lists. For operators, like everything below. */
  async wordLists(signal?: AbortSignal): Promise<WordListInfo[]> {
    return await this.#transport.json('/api/moderation/words', { signal });
  }

  async wordList(name: string, signal?: AbortSignal): Promise<string> {
    return await (await this.#transport.send(listPath(name), { signal })).text();
  }

  /** Fails with `invalid_request` that names each wrong line in `fields`. */
  async writeWordList(name: string, text: string): Promise<void> {
    const body = new Blob([text], { type: 'text/plain' });
    await this.#transport.send(listPath(name), { method: 'PUT', body });
  }

  async removeWordList(name: string): Promise<void> {
    await this.#transport.send(listPath(name), { method: 'DELETE' });
  }

  async audit({ cursor, signal }: { cursor?: string; signal?: AbortSignal } = {}): Promise<Page<AuditEntry>> {
    const search = new URLSearchParams(cursor ? { cursor } : {});
    const response = await this.#transport.send(`/api/moderation/audit?${search}`, { signal });
    return { items: await readJson(response), nextCursor: nextCursorOf(response.headers.get('link')) };
  }

  /** The newest entries as a table. */
  async auditCsv(): Promise<Blob> {
    return await (await this.#transport.send('/api/moderation/audit.csv?limit=500')).blob();
  }
}

function scopePath(roomId: string | null): string {
  return roomId === null ? '/api/moderation' : `/api/rooms/${encodeURIComponent(roomId)}`;
}

function listPath(name: string): string {
  return `/api/moderation/words/${encodeURIComponent(name)}`;
}
