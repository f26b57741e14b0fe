import { type LiveClient, LiveError } from '@lianmai/miniprogram';
import type { ScheduledShow } from '@lianmai/shared';
import type { Language } from '../../i18n/bilingual';
import { momentText } from '../../i18n/momentText';

/** The next announced show, for who has come too early or too late. */
export interface NextShowView {
  title: string;
  time: string;
  isReminded: boolean;
}

export interface AnnouncementsDeps {
  client: LiveClient;
  roomId: string;
  language: Language;
  sentenceOf: (error: LiveError) => string;
  toast: (sentence: string) => void;
  draw: (view: NextShowView | null) => void;
}

/** What a room's anchor has announced, and being reminded of it. */
export class Announcements {
  readonly #deps: AnnouncementsDeps;
  #next: ScheduledShow | null = null;
  #isAsked = false;

  constructor(deps: AnnouncementsDeps) {
    this.#deps = deps;
  }

  /** Once, when there is nothing on. */
  async look(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    const shows = await this.#deps.client.rest.schedule(this.#deps.roomId).catch(() => []);
    this.#set(shows[0] ?? null);
  }

  async toggle(): Promise<void> {
    const { client, sentenceOf, toast } = this.#deps;
    const next = this.#next;
    if (!next) return;
    try {
      const { isReminded } = await client.rest.remind(next.id, !next.isReminded);
      this.#set({ ...next, isReminded });
    } catch (cause) {
      toast(sentenceOf(LiveError.from(cause)));
    }
  }

  #set(next: ScheduledShow | null): void {
    const { language, draw } = this.#deps;
    this.#next = next;
    draw(
      next && {
        title: next.title,
        time: momentText(Date.parse(next.startsAt), Date.now(), language),
        isReminded: next.isReminded ?? false,
      },
    );
  }
}
