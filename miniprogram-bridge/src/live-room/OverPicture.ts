import type { ChatMessage, SentGift } from '@lianmai/shared';
import { DelayQueue } from '../../../client-web/src/sdk/core/DelayQueue.ts';
import {
  afterTime,
  emptyLanes,
  type GiftLanes,
  withGift,
} from '../../../client-web/src/sdk/gifts/giftLanes.ts';
import type { LiveRoom } from '../LiveRoom.ts';
import { type Danmaku, DanmakuLanes } from './DanmakuLanes.ts';
import type { Language } from './statusTexts.ts';

/** A gift's banner. */
export interface BannerView {
  id: string;
  giver: string;
  gift: string;
  iconUrl: string;
  count: number;
}

export interface OverPictureView {
  danmaku: Danmaku[];
  banners: BannerView[];
}

export interface OverPictureOptions {
  room: Pick<LiveRoom, 'on' | 'room'>;
  language: Language;
  /** Whose lines are one's own; asked for at each, as one may log in meanwhile. */
  ownId: () => string | null;
  absoluteUrl: (path: string) => string;
  /** How far behind the picture is, ms; null while none moves. */
  latencyMs: () => number | null;
  /** Asked at each line: its viewer may turn them off. */
  showsDanmaku: () => boolean;
  draw: (view: Partial<OverPictureView>) => void;
}

const lookEveryMs = 200;

/** 弹幕, each when the picture of its moment is on this viewer's screen, and the gifts that just came. */
export class OverPicture {
  readonly #options: OverPictureOptions;
  readonly #queue = new DelayQueue<ChatMessage>();
  readonly #lanes = new DanmakuLanes();
  readonly #undo: () => void;
  #gifts: GiftLanes = emptyLanes;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: OverPictureOptions) {
    this.#options = options;
    this.#undo = options.room.on('event', (event) => {
      if (event.type === 'chatPosted' && !options.showsDanmaku()) return;
      if (event.type === 'chatPosted') this.#queue.add(event.data.message, event.at);
      else if (event.type === 'giftSent') this.#setGifts(withGift(this.#gifts, event.data.gift, Date.now()));
      else if (event.type === 'chatDeleted') this.#remove(event.data);
      else return;
      this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
    });
  }

  close(): void {
    this.#undo();
    clearInterval(this.#timer);
  }

  #look(): void {
    const nowMs = Date.now();
    this.#setGifts(afterTime(this.#gifts, nowMs));
    const hasPassed = this.#lanes.removePassed(nowMs);
    if (this.#enter(nowMs) || hasPassed) this.#drawDanmaku();
    const isQuiet =
      this.#queue.size === 0 && this.#lanes.shown.length === 0 && this.#gifts.lanes.every((lane) => !lane);
    if (!isQuiet) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** @returns whether there is a new line */
  #enter(nowMs: number): boolean {
    const { room, latencyMs, ownId, showsDanmaku } = this.#options;
    const latency = latencyMs();
    if (latency === null) return false;
    const due = this.#queue.take(nowMs + room.room.getSnapshot().clockOffsetMs - latency);
    if (!showsDanmaku()) return false;
    return due
      .map(({ id, content, user }) =>
        this.#lanes.add({ id, text: content, isOwn: user.id === ownId() }, nowMs),
      )
      .some((isShown) => isShown);
  }

  #remove({ userId, messageIds }: { userId: string | null; messageIds: readonly string[] }): void {
    this.#queue.delete(({ id, user }) => user.id === userId || messageIds.includes(id));
    if (this.#lanes.remove((id) => messageIds.includes(id))) this.#drawDanmaku();
  }

  #drawDanmaku(): void {
    this.#options.draw({ danmaku: this.#lanes.shown });
  }

  #setGifts(gifts: GiftLanes): void {
    if (gifts === this.#gifts) return;
    this.#gifts = gifts;
    this.#options.draw({ banners: gifts.lanes.flatMap((lane) => (lane ? [this.#bannerOf(lane.gift)] : [])) });
  }

  #bannerOf({ comboId, comboCount, giver, gift }: SentGift): BannerView {
    const iconUrl = this.#options.absoluteUrl(gift.iconUrl);
    return {
      id: comboId,
      giver: giver.name,
      gift: gift.name[this.#options.language],
      iconUrl,
      count: comboCount,
    };
  }
}
