import type { ChatMention, ChatMessage } from '@lianmai/shared';
import type { ChatArchive, ChatFrame, Deletion } from './ports.ts';

/** An archive in memory. */
export class FakeChatArchive implements ChatArchive {
  readonly #rooms = new Map<string, ChatMessage[]>();
  readonly #frames = new Map<string, ChatFrame>();

  keep(roomId: string, _showId: string | null, message: ChatMessage): void {
    const messages = this.#rooms.get(roomId) ?? [];
    messages.push(message);
    this.#rooms.set(roomId, messages);
  }

  delete(roomId: string, deletion: Deletion, _by: ChatMention, _atMs: number): void {
    const messages = this.#rooms.get(roomId) ?? [];
    this.#rooms.set(
      roomId,
      messages.filter((message) => !isGone(message, deletion)),
    );
  }

  async page(
    roomId: string,
    { before, limit }: { before?: string | undefined; limit: number },
  ): Promise<ChatMessage[]> {
    const messages = this.#rooms.get(roomId) ?? [];
    return messages
      .filter(({ id }) => before === undefined || id < before)
      .slice(-limit)
      .reverse();
  }

  async authorsOf(roomId: string, messageIds: readonly string[]): Promise<Map<string, string>> {
    const messages = this.#rooms.get(roomId) ?? [];
    return new Map(messages.filter(({ id }) => messageIds.includes(id)).map(({ id, user }) => [id, user.id]));
  }

  keepFrame(roomId: string, frame: ChatFrame): void {
    this.#frames.set(roomId, frame);
  }

  frameOf(roomId: string): ChatFrame | undefined {
    return this.#frames.get(roomId);
  }
}

function isGone(message: ChatMessage, deletion: Deletion): boolean {
  if ('messageIds' in deletion) return deletion.messageIds.includes(message.id);
  return message.user.id === deletion.userId && message.postedAtMs <= deletion.untilMs;
}
