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

  get isReminded(): boolean {
    return this.#next?.isReminded === true;
  }

  /** Where there is nothing on: once, and again after what failed. */
  async look(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      const [next] = await this.#deps.client.rest.schedule(this.#deps.roomId);
      if (this.#isAsked) this.#set(next ?? null);
    } catch {
      this.#isAsked = false;
    }
  }

  /** A show is on: what was announced may be this one, and is asked for anew afterwards. */
  forget(): void {
    if (!this.#isAsked) return;
    this.#isAsked = false;
    this.#set(null);
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
