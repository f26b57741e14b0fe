import {
  type AudienceDigest,
  type AudienceMember,
  type AudiencePage,
  emptyAudience,
  type RoomEvent,
} from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { OncePerInterval } from '../../core/OncePerInterval.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import { AudienceOrder } from './AudienceOrder.ts';
import { fitting } from './digest.ts';
import { EntryNews } from './EntryNews.ts';
import { type Listed, memberOf } from './Listed.ts';
import { PlainPlayers } from './PlainPlayers.ts';
import type { Contributions } from './ports.ts';

export interface RoomAudienceDeps {
  clock: Clock;
  contributions: Contributions;
}

const tellEveryMs = 1000;
const shownInDigest = 5;

/**
 * Who watches one Room: everybody once, whether by a Session or a player alone. Tells the Room a digest at most once a second, and
 * anybody a page of the list; whoever comes or goes costs the same whatever the Room's size.
 */
export class RoomAudience {
  readonly #room: Room;
  readonly #deps: RoomAudienceDeps;
  /** By user id. The anchor is not their own audience. */
  readonly #listed = new Map<string, Listed>();
  readonly #order = new AudienceOrder();
  readonly #players: PlainPlayers;
  /** Tickets of those who are here. */
  readonly #hereById = new Set<string>();
  readonly #entries: EntryNews;
  readonly #telling: OncePerInterval;
  #arrivals = 0;
  #told = JSON.stringify(emptyAudience);

  constructor(room: Room, deps: RoomAudienceDeps) {
    this.#room = room;
    this.#deps = deps;
    const { clock } = deps;
    this.#telling = new OncePerInterval(clock, tellEveryMs, () => this.#tell());
    this.#players = new PlainPlayers(
      (ticket) => this.#hereById.has(ticket),
      () => this.#telling.ask(),
    );
    this.#entries = new EntryNews({
      clock,
      viewerCount: () => this.viewerCount,
      tell: ({ viewers, omitted }) =>
        room.log.append('viewersEntered', { viewers: fitting(viewers.map(memberOf)), omitted }),
    });
    room.addToSnapshot('audience', () => this.#digest());
    room.onPresence(({ kind, session }) =>
      kind === 'arrived' ? this.#arrived(session) : this.#left(session),
    );
    room.onConnectionChanged((session) => this.#connectionChanged(session));
    room.log.onAppended((event) => this.#follow(event));
    room.onClosed(() => {
      this.#telling.close();
      this.#entries.close();
    });
  }

  get viewerCount(): number {
    return this.#hereById.size + this.#players.count;
  }

  page({ limit, cursor }: { limit: number; cursor?: string | undefined }): AudiencePage {
    const { listed, nextCursor } = this.#order.page(limit, cursor);
    return {
      viewerCount: this.viewerCount,
      playerCount: this.#players.count,
      members: listed.map((each) => this.#shown(each)),
      nextCursor,
    };
  }

  /**
   * A player of FLV or HLS has begun. Returns its end.
   * @param ticket the id of the Session that it plays for; `null` without one
   */
  openPlayer(ticket: string | null): () => void {
    return this.#players.open(ticket);
  }

  #arrived(session: Session): void {
    if (session.as !== 'viewer' || session.user.id === this.#room.anchor.id) return;
    const earlier = this.#listed.get(session.user.id);
    if (earlier) this.#takeOver(earlier, session);
    else this.#enter(session);
  }

  #enter(session: Session): void {
    const contribution = this.#contributionOf(session.user.id);
    const listed: Listed = { session, number: ++this.#arrivals, contribution, isHere: true };
    this.#listed.set(session.user.id, listed);
    this.#order.add(listed);
    this.#setHere(session, true);
    this.#entries.entered(listed);
  }

  /** The same person in another tab. */
  #takeOver(listed: Listed, session: Session): void {
    this.#setHere(listed.session, false);
    this.#order.rerank(listed, () => {
      listed.session = session;
      listed.isHere = true;
    });
    this.#setHere(session, true);
  }

  #left(session: Session): void {
    const listed = this.#listedAs(session);
    if (!listed) return;
    listed.isHere = false;
    this.#listed.delete(session.user.id);
    this.#order.delete(listed);
    this.#setHere(session, false);
  }

  #connectionChanged(session: Session): void {
    const listed = this.#listedAs(session);
    if (!listed) return;
    this.#order.rerank(listed, () => {
      listed.isHere = session.isOnline;
    });
    this.#setHere(session, session.isOnline);
  }

  #listedAs(session: Session): Listed | null {
    const listed = this.#listed.get(session.user.id);
    return listed?.session === session ? listed : null;
  }

  #setHere({ id }: Session, isHere: boolean): void {
    const wasHere = this.#hereById.has(id);
    if (isHere) this.#hereById.add(id);
    else this.#hereById.delete(id);
    this.#players.ticketChanged(id, wasHere);
    this.#telling.ask();
  }

  #follow(event: RoomEvent): void {
    if (event.type === 'giftSent') this.#rerank(event.data.gift.giver.id);
    else if (event.type === 'moderatorNamed' || event.type === 'moderatorDismissed')
      this.#rerank(event.data.user.id);
    else if (event.type === 'showStarted' || event.type === 'showEnded') this.#order.forgetContributions();
    else return;
    this.#telling.ask();
  }

  #rerank(userId: string): void {
    const listed = this.#listed.get(userId);
    if (!listed) return;
    this.#order.rerank(listed, () => {
      listed.contribution = this.#contributionOf(userId);
    });
  }

  #contributionOf(userId: string): number {
    const { showId } = this.#room;
    return showId === null ? 0 : this.#deps.contributions.contributionOf(showId, userId);
  }

  #shown(listed: Listed): AudienceMember {
    const isOnStage = this.#room.stage.guestOf(listed.session.id) !== undefined;
    return isOnStage ? { ...memberOf(listed), role: 'coHost' } : memberOf(listed);
  }

  #digest(): AudienceDigest {
    const top = this.#order.page(shownInDigest).listed.map((listed) => this.#shown(listed));
    const newest = this.#order.newest(shownInDigest).map((listed) => this.#shown(listed));
    return { viewerCount: this.viewerCount, top: fitting(top), newest: fitting(newest) };
  }

  #tell(): void {
    const digest = this.#digest();
    const text = JSON.stringify(digest);
    if (text === this.#told) return;
    this.#told = text;
    this.#room.log.append('audienceChanged', digest);
  }
}
