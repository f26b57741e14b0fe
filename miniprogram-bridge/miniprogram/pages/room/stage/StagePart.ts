import { type LiveClient, LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { NoticeFrame } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { chatTexts } from '../chat/chatTexts';
import { OwnSeat, type OwnSeatView } from './OwnSeat';
import { type StageTexts, stageTexts } from './stageTexts';
import { type Mine, mineOf, type SeatLine, seatLines, whyNotApply } from './stageView';

export interface StageSheetView {
  isOpen: boolean;
  seats: SeatLine[];
  mine: Mine['name'];
  withVideo: boolean;
  /** Empty: one may ask. */
  whyNot: string;
  applyText: string;
  hint: string;
  isBusy: boolean;
  /** Over the picture, whether the sheet is open or not; empty: none. */
  invitation: string;
}

export const emptyStageSheet: StageSheetView = {
  isOpen: false,
  seats: [],
  mine: 'none',
  withVideo: true,
  whyNot: '',
  applyText: '',
  hint: '',
  isBusy: false,
  invitation: '',
};

export interface StagePartDeps {
  client: LiveClient;
  room: LiveRoom;
  language: Language;
  askRights: (withVideo: boolean) => Promise<boolean>;
  confirm: (sentence: string, yes: string, no: string) => Promise<boolean>;
  sentenceOf: (error: LiveError) => string;
  toast: (sentence: string) => void;
  draw: (view: StageSheetView) => void;
  /** Null: we are not on stage. */
  drawOwn: (view: OwnSeatView | null) => void;
}

/** The stage as a viewer has it: who is there, asking for a seat, invitations, and one's own place there. */
export class StagePart {
  readonly #deps: StagePartDeps;
  readonly #t: StageTexts;
  readonly #undo: (() => void)[];
  #view = emptyStageSheet;
  #mine: Mine = { name: 'none' };
  #own: OwnSeat | null = null;
  #isLeaving = false;

  constructor(deps: StagePartDeps) {
    this.#deps = deps;
    this.#t = stageTexts[deps.language];
    const { room } = deps;
    this.#undo = [
      room.room.subscribe(() => this.#changed()),
      room.backstage.subscribe(() => this.#changed()),
      room.on('notice', (notice) => this.#heard(notice)),
    ];
    this.#changed();
  }

  get own(): OwnSeat | null {
    return this.#own;
  }

  open(): void {
    this.#draw({ isOpen: true });
  }

  shut(): void {
    this.#draw({ isOpen: false });
  }

  setVideo(withVideo: boolean): void {
    this.#draw({ withVideo });
  }

  async apply(): Promise<void> {
    const { withVideo } = this.#view;
    await this.#busy(async () => {
      // Asked before anybody waits for us: with a refusal there is nothing to come on stage with.
      if (!(await this.#deps.askRights(withVideo))) {
        this.#deps.toast(this.#t.denied);
        return;
      }
      await this.#deps.room.request('applyForSeat', { withVideo });
    });
  }

  async withdraw(): Promise<void> {
    await this.#busy(() => this.#deps.room.request('withdrawApplication', {}));
  }

  async answer(isAccepted: boolean): Promise<void> {
    const mine = this.#mine;
    if (mine.name !== 'invited') return;
    const { invitationId } = mine;
    const type = isAccepted ? 'acceptInvitation' : 'declineInvitation';
    await this.#busy(() => this.#deps.room.request(type, { invitationId }));
  }

  async leave(): Promise<void> {
    const { leaveSure, yes, cancel } = this.#t;
    if (!(await this.#deps.confirm(leaveSure, yes, cancel))) return;
    // Until the room says so: in a big one that comes after the reply.
    this.#isLeaving = true;
    if (!(await this.#busy(() => this.#deps.room.request('leaveSeat', {})))) this.#isLeaving = false;
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#own?.close();
    this.#own = null;
    this.#deps.drawOwn(null);
  }

  /** @returns whether it was done */
  async #busy(run: () => Promise<unknown>): Promise<boolean> {
    if (this.#view.isBusy) return false;
    this.#draw({ isBusy: true });
    try {
      await run();
      return true;
    } catch (cause) {
      this.#deps.toast(this.#deps.sentenceOf(LiveError.from(cause)));
      return false;
    } finally {
      this.#draw({ isBusy: false });
    }
  }

  #changed(): void {
    const { client, room, language } = this.#deps;
    const state = room.room.getSnapshot();
    const before = this.#mine;
    this.#mine = mineOf(room.mySeat, room.backstage.getSnapshot(), client.user?.id);
    const { admission, usesGreenRoom } = state.stage.settings;
    this.#draw({
      seats: seatLines(state, room.sessionId, this.#t),
      mine: this.#mine.name,
      whyNot: state.role === null ? '' : whyNotApply(state, chatTexts[language].muted, this.#t),
      applyText: admission === 'open' ? this.#t.goOn : this.#t.apply,
      hint: usesGreenRoom ? this.#t.greenRoomHint : this.#t.onAirHint,
      invitation: this.#mine.name === 'invited' ? filled(this.#t.invitedTitle, { name: this.#mine.by }) : '',
    });
    if (this.#mine.name === 'seated' && before.name !== 'seated') this.#seated();
    if (this.#mine.name !== 'seated' && before.name === 'seated') this.#unseated();
  }

  #seated(): void {
    const { room, askRights, sentenceOf, drawOwn } = this.#deps;
    this.shut();
    this.#isLeaving = false;
    this.#own = new OwnSeat({ room, t: this.#t, askRights, sentenceOf, draw: drawOwn }, this.#view.withVideo);
  }

  #unseated(): void {
    this.#own?.close();
    this.#own = null;
    this.#deps.drawOwn(null);
    if (!this.#isLeaving && this.#deps.room.phase.getSnapshot().name === 'joined')
      this.#deps.toast(this.#t.leftByHost);
  }

  #heard({ notice, data }: NoticeFrame): void {
    if (notice === 'applicationAnswered') this.#deps.toast(this.#t[data.answer]);
  }

  #draw(changes: Partial<StageSheetView>): void {
    this.#view = { ...this.#view, ...changes };
    this.#deps.draw(this.#view);
  }
}
