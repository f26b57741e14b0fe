import type { RoomView, UserRef } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import type { Scope } from '../../app/mediaRights';
import { roomPath } from '../../app/roomPath';
import { serverUrl } from '../../app/serverUrl';
import { titleBar } from '../../app/titleBar';
import { toastError } from '../../app/toastError';
import type { PushState } from '../../components/pusher/pushSteps';
import { commonTexts } from '../../i18n/commonTexts';
import { filled } from '../../i18n/filled';
import { compactNumber, duration } from '../../i18n/formats';
import { sentenceOf } from '../../i18n/sentenceOf';
import { chatTexts } from '../room/chat/chatTexts';
import { emptyChatView, type RoomChatPart } from '../room/chat/RoomChatPart';
import { afterFailure } from './afterFailure';
import { Broadcast } from './Broadcast';
import { chatOf } from './chatOf';
import { goLiveTexts } from './goLiveTexts';
import { deniedTitle, noticeOf, overReason, type Screen, type Summary, summaryOf } from './goLiveViews';
import { askPermissions } from './permissions';

const beauties = [0, 5, 9];
const nobody: UserRef = { id: '', name: '', avatarUrl: null };

/** Going live: may it, how does one look, on air, over. */
export default Page({
  data: {
    t: goLiveTexts.zh,
    common: commonTexts.zh,
    bar: { topPx: 0, heightPx: 32, rightPx: 0 },
    screen: 'asking' as Screen,
    denied: '',
    /** Where the pusher publishes to; empty: it shows its picture to nobody else. */
    url: '',
    title: '',
    isLiveAlready: false,
    isStarting: false,
    isMicOn: true,
    isCameraOn: true,
    beauty: 5,
    user: nobody,
    viewers: '',
    likes: '',
    time: '',
    notice: { tone: 'plain', text: '' },
    canRetry: false,
    chat: emptyChatView,
    chatT: chatTexts.zh,
    draft: '',
    over: { title: '', text: '', figures: [] as Summary[] },
  },

  broadcast: null as Broadcast | null,
  chat: null as RoomChatPart | null,
  push: { name: 'off' } as PushState,
  clock: undefined as ReturnType<typeof setInterval> | undefined,

  onLoad() {
    const { client, identity, language } = appContext();
    this.broadcast = new Broadcast({ client, identity, onChange: () => this.draw() });
    this.setData({
      t: goLiveTexts[language],
      common: commonTexts[language],
      chatT: chatTexts[language],
      bar: titleBar(),
    });
    wx.setKeepScreenOn({ keepScreenOn: true });
    this.prepare().catch(() => undefined);
  },

  async onShow() {
    // Back from the settings.
    if (this.data.screen === 'denied') await this.askAgain();
  },

  onUnload() {
    clearInterval(this.clock);
    this.chat?.close();
    this.broadcast?.close();
    wx.setKeepScreenOn({ keepScreenOn: false });
  },

  onShareAppMessage() {
    const room = this.broadcast?.room?.room.getSnapshot().room;
    const { t, user, title } = this.data;
    return room
      ? {
          title: filled(t.shareTitle, { name: user.name, title }),
          path: roomPath(room.id),
        }
      : { title: commonTexts[appContext().language].appName, path: '/pages/rooms/rooms' };
  },

  async prepare() {
    if (!wx.canIUse('live-pusher')) return this.setData({ screen: 'notAudited' });
    const [refused] = await Promise.all([askPermissions(), this.recall()]);
    this.permitted(refused);
  },

  /** What one's room was called last, and whether a show is still on. */
  async recall() {
    const { t } = this.data;
    try {
      const room = await this.broadcast?.ownRoom();
      const user = appContext().identity.user ?? nobody;
      this.setData({
        user,
        title: room?.title ?? filled(t.titleDefault, { name: user.name }),
        isLiveAlready: room?.status === 'live',
      });
    } catch (error) {
      toastError(error);
    }
  },

  async askAgain() {
    this.permitted(await askPermissions());
  },

  /** A show is on, and it is published from here. */
  isOnAir(): boolean {
    return this.broadcast?.state.name === 'live' && this.data.url !== '';
  },

  permitted(refused: Scope[]) {
    if (refused.length > 0) {
      this.setData({ screen: 'denied', denied: deniedTitle(refused, this.data.t) });
    } else if (this.data.screen === 'asking' || this.data.screen === 'denied') {
      this.setData({ screen: this.isOnAir() ? 'live' : 'setup' });
    }
  },

  onTitle({ detail }: WechatMiniprogram.Input) {
    this.setData({ title: detail.value });
  },

  async onStart() {
    const { t, title, user, isStarting } = this.data;
    if (isStarting || !this.broadcast) return;
    this.setData({ isStarting: true });
    try {
      const url = await this.broadcast.open(title.trim() || filled(t.titleDefault, { name: user.name }));
      if (url === null) return;
      this.openChat();
      this.setData({ url, user: appContext().identity.user ?? user, title: title.trim() || this.data.title });
    } catch (error) {
      this.setData({ isStarting: false });
      toastError(error);
    }
  },

  openChat() {
    const room = this.broadcast?.room;
    if (!room) return;
    this.chat?.close();
    this.chat = chatOf(room, (chat) => this.setData({ chat }));
    this.setData({ chat: this.chat.view });
  },

  onDraft({ detail }: WechatMiniprogram.Input) {
    this.setData({ draft: detail.value });
  },

  onSend() {
    if (this.chat?.send(this.data.draft)) this.setData({ draft: '' });
  },

  onChatRead() {
    this.chat?.read();
  },

  onChatFollow() {
    this.chat?.follow();
  },

  onPush({ detail }: WechatMiniprogram.CustomEvent<PushState>) {
    this.push = detail;
    if (detail.name === 'failed') this.setData(afterFailure(detail.why, this.isOnAir(), this.data.t));
    this.draw();
  },

  onRetry() {
    this.selectComponent('#push').retry();
  },

  onFlip() {
    this.selectComponent('#push').flip();
  },

  onMic() {
    this.setData({ isMicOn: !this.data.isMicOn });
  },

  onCamera() {
    this.setData({ isCameraOn: !this.data.isCameraOn });
  },

  onBeauty() {
    const next = (beauties.indexOf(this.data.beauty) + 1) % beauties.length;
    this.setData({ beauty: beauties[next] ?? 0 });
  },

  async onEnd() {
    const { t } = this.data;
    const { confirm } = await wx.showModal({
      title: t.endTitle,
      content: t.endText,
      confirmText: t.endSure,
      cancelText: t.keepGoing,
      confirmColor: '#f0382b',
    });
    if (!confirm) return;
    try {
      await this.broadcast?.end();
    } catch (error) {
      toastError(error);
    }
  },

  onAgain() {
    this.chat?.close();
    this.broadcast?.leave();
    this.setData({ screen: 'setup', isStarting: false, isLiveAlready: false });
  },

  onBack() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.switchTab({ url: '/pages/rooms/rooms' });
  },

  async onCopyAddress() {
    const isCopied = await wx.setClipboardData({ data: serverUrl() }).then(
      () => true,
      () => false,
    );
    if (isCopied) wx.showToast({ title: this.data.t.copied, icon: 'none' });
  },

  draw() {
    const state = this.broadcast?.state;
    const { t, screen } = this.data;
    if (!state) return;
    this.setData({
      notice: noticeOf(this.push, state, t),
      canRetry: this.push.name === 'failed' && this.push.why !== 'notAudited',
    });
    if (state.name === 'live' && this.isOnAir() && (screen === 'setup' || screen === 'live'))
      this.drawLive(state.room);
    if (state.name === 'over' && screen !== 'over') this.drawOver(state);
  },

  drawLive({ viewerCount, likeCount, startedAt }: RoomView) {
    const { language } = appContext();
    const { t } = this.data;
    if (this.data.screen !== 'live') wx.enableAlertBeforeUnload({ message: t.leaveSure });
    this.setData({
      screen: 'live',
      isStarting: false,
      viewers: filled(t.viewers, { count: compactNumber(viewerCount, language) }),
      likes: compactNumber(likeCount, language),
    });
    const startedAtMs = startedAt === null ? Date.now() : Date.parse(startedAt);
    const tick = () => {
      const offsetMs = this.broadcast?.room?.room.getSnapshot().clockOffsetMs ?? 0;
      this.setData({ time: duration(Date.now() + offsetMs - startedAtMs) });
    };
    clearInterval(this.clock);
    this.clock = setInterval(tick, 1000);
    tick();
  },

  drawOver(state: Extract<Broadcast['state'], { name: 'over' }>) {
    const { t } = this.data;
    clearInterval(this.clock);
    wx.disableAlertBeforeUnload();
    const text = state.error ? sentenceOf(state.error, appContext().language) : overReason(state.reason, t);
    this.setData({
      screen: 'over',
      url: '',
      isStarting: false,
      over: { title: t.overTitle, text, figures: [] },
    });
    this.summarise().catch(() => undefined);
  },

  /** What the show has come to; without it the page says less. */
  async summarise() {
    const show = await this.broadcast?.lastShow();
    if (show && this.data.screen === 'over')
      this.setData({ 'over.figures': summaryOf(show, this.data.t, appContext().language) });
  },
});
