import { appContext } from '../../app/AppContext';
import { nameTabs } from '../../app/nameTabs';
import { type RoomCard, roomCardOf } from '../../components/room-card/roomCard';
import { commonTexts } from '../../i18n/commonTexts';
import { sentenceOf } from '../../i18n/sentenceOf';
import { RoomList, type RoomListState } from './RoomList';
import { roomsCache } from './roomsCache';
import { roomsTexts } from './roomsTexts';

/** Who comes back sooner than this sees the list as it was. */
const freshMs = 10_000;

/** Who is live. */
export default Page({
  data: {
    t: roomsTexts.zh,
    common: commonTexts.zh,
    phase: 'loading' as RoomListState['phase'],
    skeletons: [0, 1, 2, 3],
    cards: [] as RoomCard[],
    banner: '',
    footer: '',
    error: '',
  },

  list: null as RoomList | null,
  answeredAtMs: 0,
  isConnected: true,
  unwatch: () => {},

  onLoad() {
    const { client } = appContext();
    this.list = new RoomList({
      load: (cursor) => client.rest.rooms({ status: 'live', ...(cursor === null ? {} : { cursor }) }),
      cache: roomsCache,
      sentenceOf: (error) => sentenceOf(error, appContext().language),
      onChange: () => this.draw(),
    });
    const follow = ({ isConnected }: { isConnected: boolean }) => this.networkChanged(isConnected);
    wx.onNetworkStatusChange(follow);
    // The typings have no argument there; the API has.
    this.unwatch = () => wx.offNetworkStatusChange(follow as () => void);
    this.draw();
  },

  onUnload() {
    this.unwatch();
  },

  async onShow() {
    const { language } = appContext();
    nameTabs(language);
    wx.setNavigationBarTitle({ title: commonTexts[language].appName });
    this.draw();
    if (Date.now() - this.answeredAtMs > freshMs) await this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async onReachBottom() {
    await this.list?.more();
  },

  onGoLive() {
    wx.navigateTo({ url: '/pages/go-live/go-live' });
  },

  async onRetry() {
    await this.refresh();
  },

  async onFooter() {
    await this.list?.more();
  },

  networkChanged(isConnected: boolean) {
    const hasReturned = isConnected && !this.isConnected;
    this.isConnected = isConnected;
    this.draw();
    if (hasReturned) this.refresh().catch(() => undefined);
  },

  onShareAppMessage() {
    return { title: this.data.t.shareTitle, path: '/pages/rooms/rooms' };
  },

  async refresh() {
    if (await this.list?.refresh()) this.answeredAtMs = Date.now();
  },

  draw() {
    if (!this.list) return;
    const { language } = appContext();
    const state: RoomListState = this.list.state;
    const t = roomsTexts[language];
    const nowMs = Date.now();
    this.setData({
      t,
      common: commonTexts[language],
      phase: state.phase,
      error: state.phase === 'failed' ? state.sentence : '',
      cards: state.phase === 'ready' ? state.rooms.map((room) => roomCardOf(room, nowMs, language)) : [],
      banner: this.isConnected ? (state.phase === 'ready' && state.isStale ? t.stale : '') : t.offline,
      footer: footerOf(state, t),
    });
  },
});

function footerOf(state: RoomListState, t: (typeof roomsTexts)['zh']): string {
  if (state.phase !== 'ready') return '';
  const few = 4;
  switch (state.more) {
    case 'loading':
      return t.loadingMore;
    case 'failed':
      return t.moreFailed;
    case 'there':
      return '';
    case 'none':
      return state.rooms.length > few ? t.end : '';
  }
}
