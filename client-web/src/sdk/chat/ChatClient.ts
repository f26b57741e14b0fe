import type { ChatSettings, UserRef } from '@lianmai/shared';
import type { MediaSignaling } from '../media/MediaSignaling.ts';
import { RoomChat } from './RoomChat.ts';

/** The chat of the room, and what one does about it. Refused requests reject with the server's LiveError. */
export class ChatClient extends RoomChat {
  readonly #signaling: MediaSignaling;

  constructor(signaling: MediaSignaling) {
    super(signaling);
    this.#signaling = signaling;
  }

  async delete(messageIds: readonly string[]): Promise<void> {
    await this.#signaling.request('deleteMessages', { messageIds: [...messageIds] });
  }

  async deleteAllOf(userId: string): Promise<void> {
    await this.#signaling.request('deleteMessages', { userId });
  }

  async pin(content: string | null): Promise<void> {
    await this.#signaling.request('pinNotice', { content });
  }

  async change(settings: Partial<ChatSettings>): Promise<void> {
    await this.#signaling.request('changeChat', settings);
  }

  async findPeople(name: string): Promise<UserRef[]> {
    return (await this.#signaling.request('findPeople', { name })).people;
  }
}
