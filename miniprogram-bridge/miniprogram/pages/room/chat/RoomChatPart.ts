import type { LiveError, LiveRoom } from '@lianmai/miniprogram';
import type { RoomEventMap } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { momentText } from '../../../i18n/momentText';
import { type LineView, lineViewOf, pendingView } from './chatLines';
import { type ChatTexts, chatTexts } from './chatTexts';

export interface RoomChatView {
  lines: LineView[];
  notice: string;
  placeholder: string;
  /** Nothing can be written. */
  isOff: boolean;
  /** Who has just come in; empty: nobody to name. */
  entry: string;
  /** Came while one was reading further up. */
  newCount: number;
  newText: string;
  /** `a` and `b` by turns: the end of the list, which is scrolled to. Empty while one reads further up. */
  end: '' | 'end-a' | 'end-b';
}

export const emptyChatView: RoomChatView = {
  lines: [],
  notice: '',
  placeholder: '',
  isOff: false,
  entry: '',
  newCount: 0,
  newText: '',
  end: '',
};

export interface RoomChatDeps {
  room: LiveRoom;
  language: Language;
  /** Who we are, once that is known. */
  me: () => { id: string; name: string } | null;
  absoluteUrl: (path: string) => string;
  sentenceOf: (error: LiveError) => string;
  draw: (view: RoomChatView) => void;
}

/** More lines than these nobody scrolls through over a picture. */
const shownLines = 80;
const entryMs = 4000;

/** The chat over the picture: its lines, who comes in, and whether one may write. */
export class RoomChatPart {
  readonly #deps: RoomChatDeps;
  readonly #t: ChatTexts;
  readonly #undo: (() => void)[];
  #view: RoomChatView = emptyChatView;
  #isReading = false;
  #readFrom = 0;
  #entryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: RoomChatDeps) {
    this.#deps = deps;
    this.#t = chatTexts[deps.language];
    const { chat, audience, room } = deps.room;
    this.#undo = [
      chat.view.subscribe(() => this.#linesChanged()),
      chat.pending.subscribe(() => this.#linesChanged()),
      room.subscribe(() => this.#rightsChanged()),
      audience.on('entered', (entered) => this.#entered(entered)),
    ];
    this.#linesChanged();
    this.#rightsChanged();
  }

  get view(): RoomChatView {
    return this.#view;
  }

  /** @returns whether it is on its way */
  send(text: string): boolean {
    const content = text.trim();
    if (content === '' || this.#view.isOff) return false;
    this.follow();
    this.#deps.room.sendChat(content);
    return true;
  }

  /** A message of ours that failed: again. */
  retry(key: string): void {
    this.#deps.room.chat.retry(key);
  }

  discard(key: string): void {
    this.#deps.room.chat.discard(key);
  }

  /** A finger scrolls: nothing moves under it. */
  read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#readFrom = this.#deps.room.chat.view.getSnapshot().addedCount;
    this.#deps.room.chat.setReading(true);
    this.#draw({ end: '' });
  }

  /** Back at the end, where new ones come. */
  follow(): void {
    if (this.#isReading) {
      this.#isReading = false;
      this.#deps.room.chat.setReading(false);
    }
    this.#draw({ newCount: 0, end: this.#nextEnd() });
  }

  close(): void {
    clearTimeout(this.#entryTimer);
    for (const undo of this.#undo.splice(0)) undo();
  }

  #linesChanged(): void {
    const { room, language, me, absoluteUrl, sentenceOf } = this.#deps;
    const { lines, notice, addedCount } = room.chat.view.getSnapshot();
    const own = me();
    const reader = { language, userId: own?.id ?? null, absoluteUrl };
    const shown = lines.slice(-shownLines).flatMap((line) => lineViewOf(line, reader) ?? []);
    const pending = room.chat.pending
      .getSnapshot()
      .map((one) => pendingView(one, own?.name ?? '', one.error ? sentenceOf(one.error) : ''));
    const newCount = this.#isReading ? addedCount - this.#readFrom : 0;
    this.#draw({
      lines: [...shown, ...pending],
      notice: notice?.content ?? '',
      ...{ newCount, newText: filled(this.#t.newMessages, { count: newCount }) },
      end: this.#isReading ? '' : this.#nextEnd(),
    });
    this.#rightsChanged();
  }

  #rightsChanged(): void {
    const placeholder = this.#whyNot();
    const isOff = placeholder !== '';
    if (isOff === this.#view.isOff && (placeholder || this.#t.placeholder) === this.#view.placeholder) return;
    this.#draw({ isOff, placeholder: placeholder || this.#t.placeholder });
  }

  /** Empty: one may write. */
  #whyNot(): string {
    const { room, language } = this.#deps;
    const { may, muted, role } = room.room.getSnapshot();
    if (role === null) return '';
    const isHost = role === 'anchor' || role === 'moderator' || role === 'operator';
    if (muted)
      return muted.untilMs === null
        ? this.#t.muted
        : filled(this.#t.mutedUntil, { time: momentText(muted.untilMs, Date.now(), language) });
    if (!may.chat) return this.#t.notAllowed;
    if (!isHost && !room.chat.view.getSnapshot().settings.isOpen) return this.#t.closed;
    return '';
  }

  #entered({ viewers, omitted }: RoomEventMap['viewersEntered']): void {
    const ownId = this.#deps.me()?.id;
    const others = viewers.filter(({ user }) => user.id !== ownId);
    if (others.length === 0) return;
    const names = others
      .slice(-2)
      .map(({ user }) => user.name)
      .join(this.#deps.language === 'zh' ? '、' : ', ');
    const count = others.length + omitted;
    const sentence = count > 2 ? this.#t.enteredMore : this.#t.entered;
    this.#draw({
      entry: filled(sentence, { names, count: this.#deps.language === 'zh' ? count : count - 2 }),
    });
    clearTimeout(this.#entryTimer);
    this.#entryTimer = setTimeout(() => this.#draw({ entry: '' }), entryMs);
  }

  #nextEnd(): 'end-a' | 'end-b' {
    return this.#view.end === 'end-a' ? 'end-b' : 'end-a';
  }

  #draw(changes: Partial<RoomChatView>): void {
    this.#view = { ...this.#view, ...changes };
    this.#deps.draw(this.#view);
  }
}
