import {
  type ChatMention,
  type ChatMessage,
  type ChatNotice,
  type ChatSettings,
  type ChatSnapshot,
  defaultChatSettings,
  limits,
  type RequestFields,
  type RoomEvent,
  type UserRef,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { KeyedMutex } from '../../core/KeyedMutex.ts';
import type { Logger } from '../../core/logger.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import { ChatPace } from './ChatPace.ts';
import type { MessageIds } from './MessageIds.ts';
import type { ChatPorts, HeldMessage } from './ports.ts';
import { RecentMessages } from './RecentMessages.ts';

const settingNames = ['isOpen', 'followersOnly', 'slowModeMs'] as const;

export interface RoomChatDeps {
  ports: ChatPorts;
  ids: MessageIds;
  clock: Clock;
  log: Logger;
}

/**
 * The chat of one Room: who may write what, and how fast. What is posted stands in the Room log and nowhere else; this only reads along,
 * so that a message counts once however often, and over whatever Session, it is sent.
 */
export class RoomChat {
  readonly #room: Room;
  readonly #deps: RoomChatDeps;
  readonly #recent = new RecentMessages();
  readonly #pace: ChatPace;
  readonly #turns = new KeyedMutex<string>();
  #notice: ChatNotice | null;
  #settings: ChatSettings;
  #isRecalled = false;

  constructor(room: Room, deps: RoomChatDeps) {
    this.#room = room;
    this.#deps = deps;
    this.#pace = new ChatPace(deps.clock);
    const frame = deps.ports.archive.frameOf(room.id);
    this.#notice = frame?.notice ?? null;
    this.#settings = frame?.settings ?? defaultChatSettings;
    room.addToSnapshot('chat', () => this.#snapshot);
    room.log.onAppended((event) => this.#follow(event));
  }

  /**
   * @throws AppError `forbidden`, `chat_closed`, `followers_only`, `slow_mode`, `too_many_requests`, `text_refused`, `muted`
   */
  async post(session: Session, fields: RequestFields<'chat'>): Promise<{ messageId: string }> {
    const userId = session.user.id;
    // One after another, so that a slow review changes neither the order of what somebody writes nor counts anything twice.
    return await this.#turns.run(userId, async () => {
      const known = fields.clientId === undefined ? undefined : this.#recent.sentAs(userId, fields.clientId);
      if (known !== undefined) return { messageId: known };
      const content = await this.#admit(session, fields);
      const message = this.#messageOf(session, { ...fields, content });
      this.#pace.notePosted(userId);
      this.#room.log.append('chatPosted', { message });
      this.#deps.ports.archive.keep(this.#room.id, this.#room.showId, message);
      return { messageId: message.id };
    });
  }

  /** While it is among the newest. */
  find(messageId: string): ChatMessage | undefined {
    return this.#recent.find(messageId);
  }

  /** Shows what was held back until a moderator let it pass, once. Its author may have gone. */
  postHeld({ user, content, clientId }: HeldMessage): void {
    if (clientId !== null && this.#recent.sentAs(user.id, clientId) !== undefined) return;
    const nowMs = this.#deps.clock.nowMs();
    const message: ChatMessage = {
      id: this.#deps.ids.next(nowMs),
      clientId,
      user,
      role: 'viewer',
      giverRank: this.#deps.ports.ranks.rankOf(this.#room, user.id),
      content,
      mentions: [],
      postedAtMs: Math.round(nowMs),
    };
    this.#room.log.append('chatPosted', { message });
    this.#deps.ports.archive.keep(this.#room.id, this.#room.showId, message);
  }

  /** One's own messages; a host's: anybody's. @throws AppError `forbidden`, `not_found` */
  async delete(session: Session, messageIds: readonly string[]): Promise<void> {
    const authors = await this.#authorsOf(messageIds);
    if (messageIds.some((id) => !authors.has(id))) throw new AppError('not_found');
    for (const authorId of new Set(authors.values())) this.#assertMayDelete(session, authorId);
    const by = mentionOf(session.user);
    this.#room.log.append('chatDeleted', { messageIds: [...messageIds], userId: null, by });
    this.#deps.ports.archive.delete(this.#room.id, { messageIds }, by, this.#nowMs());
  }

  /** Everything that somebody has written here until now. @throws AppError `forbidden` */
  deleteAllOf(session: Session, userId: string): void {
    this.#assertMayDelete(session, userId);
    this.eraseUser(userId, mentionOf(session.user));
  }

  /** The same without asking who does it: for what follows from a sanction. */
  eraseUser(userId: string, by: ChatMention): void {
    this.#room.log.append('chatDeleted', { messageIds: [], userId, by });
    this.#deps.ports.archive.delete(this.#room.id, { userId, untilMs: this.#nowMs() }, by, this.#nowMs());
  }

  /** @throws AppError `forbidden`, `text_refused` */
  async pin(session: Session, content: string | null): Promise<void> {
    assertHost(session);
    const text = content === null ? null : await this.#reviewed(session, content);
    const notice = text === null ? null : { content: text, by: session.user, pinnedAtMs: this.#nowMs() };
    this.#room.log.append('noticePinned', { notice });
    this.#keepFrame();
  }

  /** @throws AppError `forbidden` */
  change(session: Session, changes: RequestFields<'changeChat'>): void {
    assertHost(session);
    const by = mentionOf(session.user);
    for (const changed of settingNames) {
      const value = changes[changed];
      if (value === undefined || value === this.#settings[changed]) continue;
      const settings = { ...this.#settings, [changed]: value };
      this.#room.log.append('chatSettingsChanged', { settings, changed, by });
    }
    this.#keepFrame();
  }

  /** Who is here and is called something like that. @throws AppError `too_many_requests` */
  findPeople(session: Session, name: string): UserRef[] {
    this.#pace.takeSearch(session.user.id);
    const wanted = name.toLowerCase();
    const found = new Map<string, UserRef>();
    for (const { user, isOnline } of this.#room.sessions) {
      if (!isOnline || user.id === session.user.id || !user.name.toLowerCase().includes(wanted)) continue;
      found.set(user.id, user);
      if (found.size >= limits.foundPeople) break;
    }
    return [...found.values()];
  }

  get #snapshot(): ChatSnapshot {
    this.#recall();
    return { messages: this.#recent.all, notice: this.#notice, settings: this.#settings };
  }

  async #admit(session: Session, { content, clientId }: RequestFields<'chat'>): Promise<string> {
    if (!session.permissions.chat) throw new AppError('forbidden');
    this.#room.assertMaySpeak(session);
    this.#pace.takeMessage(session.user.id);
    if (!session.permissions.moderate) await this.#assertWithinSettings(session.user.id);
    const text = await this.#reviewed(session, content, clientId);
    // The Session, or the right to speak, may have ended while the review took its time.
    if (session.isEnded) throw new AppError('session_not_found');
    this.#room.assertMaySpeak(session);
    if (!session.permissions.moderate) this.#pace.takeRoom();
    return text;
  }

  async #assertWithinSettings(userId: string): Promise<void> {
    const { isOpen, followersOnly, slowModeMs } = this.#settings;
    if (!isOpen) throw new AppError('chat_closed');
    const isStranger =
      followersOnly && !(await this.#deps.ports.follows.follows(userId, this.#room.anchor.id));
    if (isStranger) throw new AppError('followers_only');
    this.#pace.assertSlowEnough(userId, slowModeMs);
  }

  async #reviewed(session: Session, content: string, clientId: string | null = null): Promise<string> {
    const context = { room: this.#room, session, clientId };
    const review = await this.#deps.ports.review.review(content, context);
    if (review.verdict === 'refuse') throw new AppError('text_refused');
    return review.text;
  }

  #messageOf(session: Session, { content, mentions, clientId }: RequestFields<'chat'>): ChatMessage {
    const isGuest = this.#room.stage.guestOf(session.id) !== undefined;
    const nowMs = this.#deps.clock.nowMs();
    return {
      id: this.#deps.ids.next(nowMs),
      clientId: clientId ?? null,
      user: session.user,
      role: isGuest ? 'coHost' : session.permissions.role,
      giverRank: this.#deps.ports.ranks.rankOf(this.#room, session.user.id),
      content,
      mentions: this.#mentioned(content, mentions ?? []),
      postedAtMs: Math.round(nowMs),
    };
  }

  /** Of those who are named by id the ones who are here and whose name stands in the text. */
  #mentioned(content: string, userIds: readonly string[]): ChatMention[] {
    if (userIds.length === 0) return [];
    const wanted = new Set(userIds);
    const mentions = new Map<string, ChatMention>();
    for (const { user } of this.#room.sessions) {
      if (wanted.has(user.id) && content.includes(`@${user.name}`)) mentions.set(user.id, mentionOf(user));
    }
    return [...mentions.values()];
  }

  async #authorsOf(messageIds: readonly string[]): Promise<Map<string, string>> {
    const authors = new Map<string, string>();
    const unknown: string[] = [];
    for (const id of messageIds) {
      const author = this.#recent.authorOf(id);
      if (author === undefined) unknown.push(id);
      else authors.set(id, author);
    }
    if (unknown.length === 0) return authors;
    const archived = await this.#deps.ports.archive.authorsOf(this.#room.id, unknown);
    return new Map([...authors, ...archived]);
  }

  /** What the anchor writes only the anchor, or an operator, takes away. */
  #assertMayDelete(session: Session, authorId: string): void {
    const { role, moderate } = session.permissions;
    if (authorId === session.user.id) return;
    if (!moderate) throw new AppError('forbidden');
    if (authorId === this.#room.anchor.id && role !== 'operator') throw new AppError('forbidden');
  }

  #follow(event: RoomEvent): void {
    switch (event.type) {
      case 'chatPosted':
        this.#recent.add(event.data.message);
        break;
      case 'chatDeleted': {
        const { messageIds, userId } = event.data;
        this.#recent.delete(({ id, user }) => user.id === userId || messageIds.includes(id));
        break;
      }
      case 'noticePinned':
        this.#notice = event.data.notice;
        break;
      case 'chatSettingsChanged':
        this.#settings = event.data.settings;
        break;
      default:
    }
  }

  #keepFrame(): void {
    this.#deps.ports.archive.keepFrame(this.#room.id, { notice: this.#notice, settings: this.#settings });
  }

  /** What was said before a restart is there for those who come after it, but for the very first. */
  #recall(): void {
    if (this.#isRecalled) return;
    this.#isRecalled = true;
    this.#deps.ports.archive.page(this.#room.id, { limit: limits.chatRecent }).then(
      (page) => this.#recent.addEarlier(page.toReversed()),
      (error: unknown) =>
        this.#deps.log.warn({ err: error, roomId: this.#room.id }, 'chat history not readable'),
    );
  }

  #nowMs(): number {
    return Math.round(this.#deps.clock.nowMs());
  }
}

function assertHost(session: Session): void {
  if (!session.permissions.moderate) throw new AppError('forbidden');
}

function mentionOf({ id, name }: UserRef): ChatMention {
  return { id, name };
}
