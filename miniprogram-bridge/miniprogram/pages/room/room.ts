import { appContext } from '../../app/AppContext';
import { absoluteUrl } from '../../app/absoluteUrl';
import { filled } from '../../i18n/filled';
import { sentenceOf } from '../../i18n/sentenceOf';
import { chatTexts } from './chat/chatTexts';
import { lineMenu } from './chat/lineMenu';
import { emptyRoomPage, RoomVisit } from './RoomVisit';
import { roomTexts } from './roomTexts';

/** Two taps within this are one wish. */
const doubleTapMs = 300;

/** A room: its picture, what is said there, and everything that one can do. */
export default Page({
  data: {
    ...emptyRoomPage,
    t: roomTexts.zh,
    chatT: chatTexts.zh,
    /** Where the picture comes from; empty: none yet. */
    src: '',
    isWriting: false,
    draft: '',
    keyboardPx: 0,
  },

  visit: null as RoomVisit | null,
  roomId: '',
  lastTapMs: 0,

  onLoad({ id = '' }: { id?: string }) {
    const { client, identity, language } = appContext();
    this.roomId = id;
    this.setData({ t: roomTexts[language], chatT: chatTexts[language] });
    this.visit = new RoomVisit({
      ...{ client, identity, roomId: id, language, absoluteUrl },
      sentenceOf: (error) => sentenceOf(error, language),
      draw: (changes) => this.setData(changes),
      onEntered: () => undefined,
      toast: (sentence) => void wx.showToast({ title: sentence, icon: 'none' }),
    });
    wx.setKeepScreenOn({ keepScreenOn: true });
    this.play();
    void this.visit.enter();
  },

  onUnload() {
    this.visit?.close();
    wx.setKeepScreenOn({ keepScreenOn: false });
  },

  onShareAppMessage() {
    const { anchor, title } = this.data.head;
    return {
      title: filled(this.data.t.shareTitle, { name: anchor.name, title }),
      path: `/pages/room/room?id=${encodeURIComponent(this.roomId)}`,
    };
  },

  async play() {
    const { client } = appContext();
    const stream = await client.rest.stream(this.roomId).catch(() => null);
    this.setData({ src: stream?.sources.find(({ type }) => type === 'flv')?.url ?? '' });
  },

  onBack() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.reLaunch({ url: '/pages/rooms/rooms' });
  },

  onRestart() {
    void this.play();
    void this.visit?.enter();
  },

  async onFollow() {
    if (await this.visit?.follow(true)) wx.showToast({ title: this.data.t.followDone, icon: 'none' });
  },

  onLike() {
    this.visit?.like();
  },

  onPicture() {
    const nowMs = Date.now();
    if (nowMs - this.lastTapMs < doubleTapMs) this.visit?.like();
    this.lastTapMs = nowMs;
  },

  onWrite() {
    if (!this.data.chat.isOff) this.setData({ isWriting: true });
  },

  onDraft({ detail }: WechatMiniprogram.Input) {
    this.setData({ draft: detail.value });
  },

  onKeyboard({ detail }: WechatMiniprogram.InputKeyboardHeightChange) {
    this.setData({ keyboardPx: detail.height, ...(detail.height === 0 ? { isWriting: false } : {}) });
  },

  onWritten() {
    this.setData({ isWriting: false, keyboardPx: 0 });
  },

  onSend() {
    if (this.visit?.chat?.send(this.data.draft)) this.setData({ draft: '' });
  },

  onChatRead() {
    this.visit?.chat?.read();
  },

  onChatFollow() {
    this.visit?.chat?.follow();
  },

  async onChatLine({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
    const { visit } = this;
    if (!visit?.chat || !visit.room) return;
    const mention = await lineMenu(detail.key, visit.room, visit.chat, this.data.chatT);
    if (mention) this.setData({ draft: `${this.data.draft}@${mention} `, isWriting: true });
  },
});
