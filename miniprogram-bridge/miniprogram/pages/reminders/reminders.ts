import type { ScheduledShow, UserRef } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import { loadPage, pageLoading } from '../../app/pageLoading';
import { roomPath } from '../../app/roomPath';
import { toastError } from '../../app/toastError';
import { commonTexts } from '../../i18n/commonTexts';
import { showTime } from '../../i18n/showTime';
import { Reminder } from '../room/Reminder';
import { remindersTexts } from './remindersTexts';

interface ShowToCome {
  id: string;
  roomId: string;
  title: string;
  anchor: UserRef;
  when: string;
  isReminded: boolean;
}

/** Announced shows, soonest first, and which of them one wants to be reminded of. */
export default Page({
  data: {
    t: remindersTexts.zh,
    common: commonTexts.zh,
    ...pageLoading,
    shows: [] as ShowToCome[],
  },

  reminder: null as Reminder | null,

  onLoad() {
    const { client, language } = appContext();
    this.reminder = new Reminder(client);
    // Without it there is no message from the host; the rest works.
    this.reminder.learn().catch(() => undefined);
    this.setData({ t: remindersTexts[language], common: commonTexts[language] });
    wx.setNavigationBarTitle({ title: remindersTexts[language].title });
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
      const shows = await client.rest.get<ScheduledShow[]>('/api/schedule?limit=50');
      const nowMs = Date.now();
      this.setData({
        phase: 'ready',
        shows: shows.map(({ id, roomId, title, anchor, startsAt, isReminded }) => ({
          ...{ id, roomId, title, anchor },
          when: showTime(startsAt, nowMs, language),
          isReminded: isReminded === true,
        })),
      });
    });
  },

  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { roomId } = currentTarget.dataset;
    wx.navigateTo({ url: roomPath(roomId) });
  },

  async onRemind({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { client } = appContext();
    const { t } = this.data;
    const { id } = currentTarget.dataset;
    const show = this.data.shows.find((one) => one.id === id);
    if (!show) return;
    const isWanted = !show.isReminded;
    // The host asks only while the tap is handled.
    const asked = isWanted ? this.reminder?.ask() : null;
    this.setReminded(id, isWanted);
    try {
      await client.rest.remind(id, isWanted);
      const isByHost = (await asked) === 'accept';
      if (isWanted) wx.showToast({ title: isByHost ? t.remindedToast : t.remindedQuietly, icon: 'none' });
    } catch (error) {
      this.setReminded(id, !isWanted);
      toastError(error);
    }
  },

  setReminded(id: string, isReminded: boolean) {
    this.setData({
      shows: this.data.shows.map((show) => (show.id === id ? { ...show, isReminded } : show)),
    });
  },
});
