import type { LiveRoomElement } from '@lianmai/miniprogram';
import { appContext } from '../../app/AppContext';
import { absoluteUrl } from '../../app/absoluteUrl';
import { roomPath } from '../../app/roomPath';
import type { PushState } from '../../components/pusher/pushSteps';
import type { Language } from '../../i18n/bilingual';
import { filled } from '../../i18n/filled';
import { sentenceOf } from '../../i18n/sentenceOf';
import type { AudienceSheetView } from './audience/AudiencePart';
import { audienceTexts } from './audience/audienceTexts';
import { chatTexts } from './chat/chatTexts';
import { lineMenu } from './chat/lineMenu';
import { dialogues } from './dialogues';
import { giftTexts } from './gifts/giftTexts';
import { RoomVisit } from './RoomVisit';
import { emptyRoomPage } from './roomPageView';
import { roomTexts } from './roomTexts';
import { stageTexts } from './stage/stageTexts';

/** Two taps within this are one wish. */
const doubleTapMs = 300;

/** A room: its picture, what is said there, and everything that one can do. */
export default Page({
  data: {
    ...emptyRoomPage,
    roomId: '',
    t: roomTexts.zh,
    chatT: chatTexts.zh,
    giftT: giftTexts.zh,
    audienceT: audienceTexts.zh,
    stageT: stageTexts.zh,
    language: 'zh' as Language,
    /** The picture is wider than high. */
    isLandscape: false,
    /** The picture cannot be played; `<live-room>` offers to try again. */
    hasFailed: false,
    isWriting: false,
    draft: '',
    keyboardPx: 0,
  },

  visit: null as RoomVisit | null,
  live: null as LiveRoomElement | null,
  lastTapMs: 0,

  onLoad({ id = '', invite = '' }: { id?: string; invite?: string }) {
    const { client, identity, language } = appContext();
    this.setData({
      ...{ roomId: id, language },
      ...{ t: roomTexts[language], chatT: chatTexts[language], giftT: giftTexts[language] },
      ...{ audienceT: audienceTexts[language], stageT: stageTexts[language] },
    });
    this.visit = new RoomVisit({
      ...{ client, identity, roomId: id, invitation: invite, language, absoluteUrl },
      sentenceOf: (error) => sentenceOf(error, language),
      draw: (changes) => this.setData(changes),
      onEntered: () => this.play(),
    });
    wx.setKeepScreenOn({ keepScreenOn: true });
    void this.visit.enter();
  },

  onReady() {
    this.live = this.selectComponent('#live') as unknown as LiveRoomElement;
    this.play();
  },

  onUnload() {
    this.live?.close();
    this.visit?.close();
    wx.setKeepScreenOn({ keepScreenOn: false });
  },

  onShareAppMessage() {
    const { head, t, roomId, screen } = this.data;
    const words = { name: head.anchor.name, title: head.title };
    const invitation = this.visit?.shareInvitation;
    const path = roomPath(roomId);
    return {
      title: filled(screen === 'live' ? t.shareTitle : t.shareRoomTitle, words),
      path: invitation ? `${path}&invite=${encodeURIComponent(invitation)}` : path,
    };
  },

  /** As soon as there is a place for the picture and a room to play. */
  play() {
    const room = this.visit?.room;
    if (room) this.live?.open({ client: appContext().client, room, roomId: this.data.roomId });
  },

  onLayout({ detail }: WechatMiniprogram.CustomEvent<{ isLandscape: boolean }>) {
    this.setData({ isLandscape: detail.isLandscape });
  },

  onPlayback({ detail }: WechatMiniprogram.CustomEvent<{ name: string }>) {
    const hasFailed = detail.name === 'failed';
    if (hasFailed !== this.data.hasFailed) this.setData({ hasFailed });
  },

  onExpand() {
    this.live?.requestFullScreen();
  },

  onBack() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.reLaunch({ url: '/pages/rooms/rooms' });
  },

  onRestart() {
    void this.visit?.enter();
  },

  async onFollow() {
    if (await this.visit?.follow(true)) dialogues.toast(this.data.t.followDone);
  },

  async onRemind() {
    await this.visit?.remind();
  },

  async onBook() {
    await this.visit?.book();
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
    if (this.visit?.parts?.chat.send(this.data.draft)) this.setData({ draft: '' });
  },

  onChatRead() {
    this.visit?.parts?.chat.read();
  },

  onChatFollow() {
    this.visit?.parts?.chat.follow();
  },

  async onChatLine({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
    const { visit } = this;
    if (!visit?.parts || !visit.room) return;
    const mention = await lineMenu(detail.key, visit.room, visit.parts.chat, this.data.chatT);
    if (mention) this.setData({ draft: `${this.data.draft}@${mention} `, isWriting: true });
  },

  async onAudience() {
    await this.visit?.parts?.audience.open();
  },

  async onAudienceShow({ detail }: WechatMiniprogram.CustomEvent<{ tab: AudienceSheetView['tab'] }>) {
    await this.visit?.parts?.audience.show(detail.tab);
  },

  async onAudienceMore() {
    await this.visit?.parts?.audience.more();
  },

  onAudienceClose() {
    this.visit?.parts?.audience.shut();
  },

  async onGifts() {
    await this.visit?.parts?.gifts.open();
  },

  async onGiftsLoad() {
    await this.visit?.parts?.gifts.load();
  },

  onGiftChoose({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.visit?.parts?.gifts.choose(detail.id);
  },

  onGiftCount({ detail }: WechatMiniprogram.CustomEvent<{ count: number }>) {
    this.visit?.parts?.gifts.setCount(detail.count);
  },

  async onGive() {
    await this.visit?.parts?.gifts.give();
  },

  async onTopUp() {
    await this.visit?.parts?.gifts.topUp();
  },

  onGiftsClose() {
    this.visit?.parts?.gifts.shut();
  },

  onStage() {
    this.visit?.parts?.stage.open();
  },

  onStageClose() {
    this.visit?.parts?.stage.shut();
  },

  onStageVideo({ detail }: WechatMiniprogram.CustomEvent<{ withVideo: boolean }>) {
    this.visit?.parts?.stage.setVideo(detail.withVideo);
  },

  async onStageApply() {
    await this.visit?.parts?.stage.apply();
  },

  async onStageWithdraw() {
    await this.visit?.parts?.stage.withdraw();
  },

  async onInvitation({ currentTarget }: WechatMiniprogram.TouchEvent) {
    await this.visit?.parts?.stage.answer(currentTarget.dataset.accepted === 'yes');
  },

  async onStageLeave() {
    await this.visit?.parts?.stage.leave();
  },

  onPush({ detail }: WechatMiniprogram.CustomEvent<PushState>) {
    this.visit?.parts?.stage.own?.told(detail);
  },

  async onOwnSound() {
    await this.visit?.parts?.stage.own?.toggleSound();
  },

  async onOwnAgain() {
    await this.visit?.parts?.stage.own?.begin();
  },
});
