import { type LiveClient, LiveError, type LiveRoom, type RoomPhase } from '@lianmai/miniprogram';
import type { RoomInvitation, RoomView } from '@lianmai/shared';
import type { Identity } from '../../app/Identity';
import { askMediaRights } from '../../app/mediaRights';
import type { Language } from '../../i18n/bilingual';
import { Announcements } from './Announcements';
import { AudiencePart } from './audience/AudiencePart';
import { RoomChatPart } from './chat/RoomChatPart';
import { dialogues } from './dialogues';
import { GiftDesk } from './gifts/GiftDesk';
import { type HeadView, headViewOf } from './head/headView';
import { Reminder } from './Reminder';
import type { RoomPageView } from './roomPageView';
import { roomScreenOf } from './roomScreen';
import { roomTexts } from './roomTexts';
import { shutPanelOf } from './shutPanel';
import { StagePart } from './stage/StagePart';

export interface RoomVisitDeps {
  client: LiveClient;
  identity: Pick<Identity, 'ensure'>;
  roomId: string;
  /** From the link to a private room; empty: none. */
  invitation: string;
  language: Language;
  absoluteUrl: (path: string) => string;
  sentenceOf: (error: LiveError) => string;
  draw: (changes: Partial<RoomPageView>) => void;
  /** In the room from now on, first or after starting over. */
  onEntered: (room: LiveRoom) => void;
}

const connecting: RoomPhase = { name: 'connecting' };

/** What goes on in a room that one is in; all of it ends with the stay. */
interface Parts {
  chat: RoomChatPart;
  gifts: GiftDesk;
  audience: AudiencePart;
  stage: StagePart;
}

/**
 * One visit of a room's page: finds out who we are, enters, draws what the room says, and leaves. The picture waits for the first at most.
 */
export class RoomVisit {
  readonly #deps: RoomVisitDeps;
  readonly #announcements: Announcements;
  readonly #reminder: Reminder;
  #room: LiveRoom | null = null;
  #parts: Parts | null = null;
  #undo: (() => void)[] = [];
  #loginError: LiveError | null = null;
  #isFollowed: boolean | null = null;
  #askedAbout = '';
  #shareInvitation = '';
  #isInvitationAsked = false;
  #bursts = 0;
  #isOver = false;

  constructor(deps: RoomVisitDeps) {
    this.#deps = deps;
    this.#announcements = new Announcements({ ...deps, ...dialogues, draw: (next) => deps.draw({ next }) });
    this.#reminder = new Reminder(deps.client);
  }

  get room(): LiveRoom | null {
    return this.#room;
  }

  /** Null while we are in no room. */
  get parts(): Parts | null {
    return this.#parts;
  }

  get roomView(): RoomView | null {
    return this.#room?.room.getSnapshot().room ?? null;
  }

  /** For whom one shares one's own private room with; empty: none is needed. */
  get shareInvitation(): string {
    return this.roomView?.access === 'private' ? this.#shareInvitation : '';
  }

  get isOwn(): boolean {
    return this.roomView?.anchor.id === this.#deps.client.user?.id;
  }

  /** Also for starting over after it was shut. */
  async enter(): Promise<void> {
    this.#leave();
    this.#loginError = null;
    this.#draw();
    const { client, identity, roomId, invitation } = this.#deps;
    try {
      if (!client.user) await identity.ensure();
      if (invitation) await this.#accept(invitation);
    } catch (cause) {
      // Guests are let in without a login; where they are not, this is why.
      this.#loginError = LiveError.from(cause);
    }
    if (this.#isOver) return;
    if (this.#loginError && isUnreachable(this.#loginError)) return this.#draw();
    this.#follow(client.enter(roomId));
    this.#reminder.learn().then(
      () => this.#deps.draw({ reminder: { canAsk: this.#reminder.canAsk, isDone: false } }),
      () => undefined,
    );
  }

  /** Hearts rise at once; the server hears of them in sums. */
  like(): void {
    if (this.roomView?.status === 'live') this.#room?.like();
  }

  async follow(isWanted: boolean): Promise<boolean> {
    const { client, sentenceOf } = this.#deps;
    const anchorId = this.roomView?.anchor.id;
    if (!anchorId) return false;
    try {
      this.#isFollowed = (await client.rest.follow(anchorId, isWanted)).isFollowed;
      this.#draw();
      return true;
    } catch (cause) {
      dialogues.toast(sentenceOf(LiveError.from(cause)));
      return false;
    }
  }

  /** 开播提醒: follows, and agrees to a message of WeChat's. To be called while a tap is handled. */
  async remind(): Promise<void> {
    const t = roomTexts[this.#deps.language];
    const [answer, isFollowed] = await Promise.all([this.#reminder.ask(), this.#followed()]);
    if (!isFollowed) return;
    this.#deps.draw({ reminder: { canAsk: this.#reminder.canAsk, isDone: answer !== 'reject' } });
    dialogues.toast(answer === null ? t.followDone : answer === 'accept' ? t.reminded : t.remindRefused);
  }

  /** To be reminded of the announced show, or not any more. To be called while a tap is handled. */
  async book(): Promise<void> {
    // A message is for being reminded, not for putting that off.
    const asked = this.#announcements.isReminded ? null : this.#reminder.ask();
    await Promise.all([asked, this.#announcements.toggle()]);
  }

  close(): void {
    this.#isOver = true;
    this.#leave();
  }

  async #followed(): Promise<boolean> {
    return this.#isFollowed === true || (await this.follow(true));
  }

  /** An invitation that does not hold any more is the room's to refuse. */
  async #accept(code: string): Promise<void> {
    const { client, roomId } = this.#deps;
    await client.rest
      .post(`/api/rooms/${encodeURIComponent(roomId)}/invitation/accept`, { code })
      .catch((cause: unknown) => {
        const error = LiveError.from(cause);
        if (isUnreachable(error)) throw error;
      });
  }

  #leave(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const part of [this.#parts?.chat, this.#parts?.gifts, this.#parts?.stage]) part?.close();
    this.#parts = null;
    this.#room?.leave().catch(() => undefined);
    // Whoever was a guest for want of a login tries it again the next time.
    if (this.#room && this.#loginError) this.#deps.client.logout();
    this.#room = null;
  }

  #follow(room: LiveRoom): void {
    this.#room = room;
    this.#parts = this.#partsOf(room);
    const redraw = () => this.#draw();
    this.#undo = [
      room.phase.subscribe(redraw),
      room.room.subscribe(redraw),
      room.audience.digest.subscribe(redraw),
      room.likes.total.subscribe(redraw),
      room.likes.on('tapped', ({ count }) => this.#burst(count)),
      room.likes.on('othersLiked', ({ count }) => this.#burst(count)),
    ];
    this.#deps.onEntered(room);
    this.#draw();
  }

  #partsOf(room: LiveRoom): Parts {
    const { client, roomId, language, absoluteUrl, sentenceOf, draw } = this.#deps;
    const shared = { client, room, roomId, language, absoluteUrl, sentenceOf, ...dialogues };
    return {
      chat: new RoomChatPart({ ...shared, me: () => client.user, draw: (chat) => draw({ chat }) }),
      gifts: new GiftDesk({ ...shared, draw: (gifts) => draw({ gifts }) }),
      audience: new AudiencePart({ ...shared, draw: (audience) => draw({ audience }) }),
      stage: new StagePart({
        ...shared,
        askRights: askMediaRights,
        draw: (stage) => draw({ stage }),
        drawOwn: (own) => draw({ own }),
      }),
    };
  }

  #burst(count: number): void {
    this.#bursts += 1;
    this.#deps.draw({ burst: { id: this.#bursts, count } });
  }

  #draw(): void {
    const { language, draw } = this.#deps;
    const t = roomTexts[language];
    const state = this.#room?.room.getSnapshot();
    const screen = roomScreenOf({
      phase: this.#phase(),
      status: state?.room?.status ?? null,
      showEndReason: state?.showEndReason ?? null,
      loginError: this.#loginError,
    });
    this.#askWhetherFollowed();
    if (screen.name === 'waiting' || screen.name === 'ended') void this.#announcements.look();
    if (screen.name === 'live') this.#announcements.forget();
    this.#askForInvitation();
    draw({
      screen: screen.name,
      shut: screen.name === 'shut' ? shutPanelOf(screen, language, Date.now()) : null,
      endedText: screen.name === 'ended' ? endedText(screen.reason, t) : '',
      banner: this.#banner(),
      ...(this.#head() ?? {}),
    });
  }

  #phase(): RoomPhase {
    if (this.#room) return this.#room.phase.getSnapshot();
    return this.#loginError ? { name: 'ended', reason: 'failed', error: this.#loginError } : connecting;
  }

  #banner(): string {
    const t = roomTexts[this.#deps.language];
    if (this.#room?.phase.getSnapshot().name === 'reconnecting') return t.reconnecting;
    return this.#room?.room.getSnapshot().isAnchorAway ? t.anchorAway : '';
  }

  #head(): { head: HeadView } | null {
    const view = this.roomView;
    if (!this.#room || !view) return null;
    const { audience, likes } = this.#room;
    const isFollowed = this.isOwn ? null : this.#isFollowed;
    return {
      head: headViewOf(
        view,
        audience.digest.getSnapshot(),
        likes.total.getSnapshot(),
        isFollowed,
        this.#deps.language,
      ),
    };
  }

  /** Sharing cannot wait for it. */
  #askForInvitation(): void {
    const { client, roomId } = this.#deps;
    if (this.#isInvitationAsked || !this.isOwn || this.roomView?.access !== 'private') return;
    this.#isInvitationAsked = true;
    client.rest.get<RoomInvitation>(`/api/rooms/${encodeURIComponent(roomId)}/invitation`).then(
      ({ code }) => {
        this.#shareInvitation = code;
      },
      () => {
        this.#isInvitationAsked = false;
      },
    );
  }

  #askWhetherFollowed(): void {
    const anchorId = this.roomView?.anchor.id;
    if (!anchorId || anchorId === this.#askedAbout || this.isOwn) return;
    this.#askedAbout = anchorId;
    this.#deps.client.rest.profile(anchorId).then(
      (profile) => {
        this.#isFollowed = profile.isFollowed ?? false;
        if (!this.#isOver) this.#draw();
      },
      // The button is not shown; who wants it finds it when they come again.
      () => undefined,
    );
  }
}

const isUnreachable = ({ code }: LiveError) => code === 'network' || code === 'timeout';

function endedText(reason: string | null, t: (typeof roomTexts)['zh']): string {
  if (reason === 'anchor_lost') return t.endedLost;
  if (reason === 'ended_by_operator') return t.endedByOperator;
  return t.endedText;
}
