import { giftLimits, type SentGift } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { ScoreNews } from '../../rooms/pk/ScoreNews.ts';
import type { Room } from '../../rooms/Room.ts';
import type { LiveShows } from './LiveShows.ts';
import type { GiftOrder } from './ports.ts';
import { ShowGivers } from './ShowGivers.ts';

/** What of a Room its gifts touch. */
export type GiftRoom = Pick<Room, 'id' | 'showId' | 'log' | 'addToSnapshot' | 'onClosed'>;

/** One Room's newest gifts, and its show's givers, told at most once a second. After a show they stay until the next one begins. */
export class RoomGifts {
  readonly #room: GiftRoom;
  readonly #shows: LiveShows;
  readonly #news: ScoreNews;
  #showId: string | null = null;
  #givers = new ShowGivers();
  #recent: SentGift[] = [];

  constructor(room: GiftRoom, shows: LiveShows, clock: Clock) {
    this.#room = room;
    this.#shows = shows;
    this.#news = new ScoreNews(clock, () =>
      room.log.append('giversRanked', { givers: this.#giversNow().view }),
    );
    room.addToSnapshot('gifts', () => ({ givers: this.#giversNow().view, recent: this.#recent }));
    room.onClosed(() => this.#close());
  }

  /** It is paid for: the room sees it now. */
  show({ sent, showId }: Pick<GiftOrder, 'sent' | 'showId'>): void {
    this.#room.log.append('giftSent', { gift: sent });
    this.remember(sent);
    const givers = this.#giversNow();
    if (this.#showId !== showId) return;
    givers.add(sent);
    this.#news.note();
  }

  /** It was shown before this process began: who was there may have missed it. */
  remember(sent: SentGift): void {
    this.#recent = [...this.#recent, sent].slice(-giftLimits.recentGifts);
  }

  /** It was refunded: it does not count any more. */
  take({ sent, showId }: Pick<GiftOrder, 'sent' | 'showId'>): void {
    this.#recent = this.#recent.filter(({ orderId }) => orderId !== sent.orderId);
    const givers = this.#giversNow();
    if (this.#showId !== showId) return;
    givers.take(sent);
    this.#news.note();
  }

  #giversNow(): ShowGivers {
    const { showId } = this.#room;
    if (showId === null || showId === this.#showId) return this.#givers;
    if (this.#showId !== null) this.#shows.forget(this.#showId);
    this.#showId = showId;
    this.#givers = this.#shows.open(showId);
    return this.#givers;
  }

  #close(): void {
    this.#news.close();
    if (this.#showId !== null) this.#shows.forget(this.#showId);
  }
}
