import type { Follow, UserRef } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import { loadPage, pageLoading } from '../../app/pageLoading';
import { roomPath } from '../../app/roomPath';
import { toastError } from '../../app/toastError';
import { commonTexts } from '../../i18n/commonTexts';
import { filled } from '../../i18n/filled';
import { followsTexts } from './followsTexts';

interface Person {
  id: string;
  user: UserRef;
  hint: string;
  /** What they are live with; empty: nothing. */
  roomId: string;
  isFollowed: boolean;
}

/** Whom one follows; who is live stands first. */
export default Page({
  data: {
    t: followsTexts.zh,
    common: commonTexts.zh,
    ...pageLoading,
    people: [] as Person[],
  },

  onLoad() {
    const { language } = appContext();
    this.setData({ t: followsTexts[language], common: commonTexts[language] });
    wx.setNavigationBarTitle({ title: followsTexts[language].title });
  },

  async onShow() {
    await this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const { client, language } = appContext();
    await loadPage(this, async () => {
      const follows = await client.rest.get<Follow[]>('/api/me/follows?limit=100');
      const isLive = ({ liveRoom }: Follow) => liveRoom !== null;
      const ordered = [...follows.filter(isLive), ...follows.filter((one) => !isLive(one))];
      this.setData({ phase: 'ready', people: ordered.map((one) => personOf(one, followsTexts[language])) });
    });
  },

  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { roomId } = currentTarget.dataset;
    if (roomId) wx.navigateTo({ url: roomPath(roomId) });
  },

  /** Takes it back at once where the server refuses. Who is not followed any more stays in place, to be followed again. */
  async onFollow({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { client } = appContext();
    const { id } = currentTarget.dataset;
    const isWanted = !this.data.people.some((person) => person.id === id && person.isFollowed);
    this.setFollowed(id, isWanted);
    try {
      await client.rest.follow(id, isWanted);
    } catch (error) {
      this.setFollowed(id, !isWanted);
      toastError(error);
    }
  },

  setFollowed(id: string, isFollowed: boolean) {
    this.setData({
      people: this.data.people.map((person) => (person.id === id ? { ...person, isFollowed } : person)),
    });
  },
});

function personOf({ user, liveRoom }: Follow, t: (typeof followsTexts)['zh']): Person {
  return {
    id: user.id,
    user,
    hint: liveRoom ? filled(t.live, { title: liveRoom.title }) : t.offAir,
    roomId: liveRoom?.id ?? '',
    isFollowed: true,
  };
}
