import type { Follow, MeUpdated, UserRef } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import { nameTabs } from '../../app/nameTabs';
import { toastError } from '../../app/toastError';
import { commonTexts } from '../../i18n/commonTexts';
import { filled } from '../../i18n/filled';
import { compactNumber } from '../../i18n/formats';
import { meTexts } from './meTexts';

/** Who one is here, and what is one's own. */
export default Page({
  data: {
    t: meTexts.zh,
    user: null as UserRef | null,
    isByHost: false,
    coins: '',
    followsLive: '',
    isLive: false,
  },

  async onShow() {
    nameTabs(appContext().language);
    this.draw();
    await this.learn();
  },

  async onSignIn() {
    await this.tried(async () => {
      await appContext().identity.signIn();
      this.draw();
      await this.learn();
    });
  },

  async onSignOut() {
    const { t, isByHost } = this.data;
    const { confirm } = await wx.showModal({
      title: t.signOut,
      content: isByHost ? t.signOutSure : t.signOutGuest,
      confirmText: t.signOut,
      cancelText: t.cancel,
    });
    if (!confirm) return;
    appContext().identity.signOut();
    this.setData({ coins: '', followsLive: '', isLive: false });
    this.draw();
  },

  async onRename() {
    const { t, user } = this.data;
    const { confirm, content } = await wx.showModal({
      title: t.rename,
      content: user?.name ?? '',
      editable: true,
      placeholderText: t.renamePlaceholder,
      confirmText: t.save,
      cancelText: t.cancel,
    });
    const name = content?.trim() ?? '';
    if (!confirm || name === '' || name === user?.name) return;
    await this.tried(async () => {
      const { client } = appContext();
      client.use(await client.rest.send<MeUpdated>('PATCH', '/api/me', { name }));
      wx.showToast({ title: t.renamed, icon: 'none' });
      this.draw();
    });
  },

  /** The host's own choice of a picture: of the profile there, from the album, from the camera. */
  async onAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    await this.tried(async () => {
      const { client } = appContext();
      const picture = await fileOf(detail.avatarUrl);
      client.use(await client.rest.send<MeUpdated>('PUT', '/api/me/avatar', picture));
      wx.showToast({ title: this.data.t.renamed, icon: 'none' });
      this.draw();
    });
  },

  onGoLive() {
    wx.navigateTo({ url: '/pages/go-live/go-live' });
  },

  async onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { page } = currentTarget.dataset;
    await this.tried(async () => {
      await appContext().identity.ensure();
      wx.navigateTo({ url: `/pages/${page}/${page}` });
    });
  },

  onLanguage() {
    const context = appContext();
    context.setLanguage(context.language === 'zh' ? 'en' : 'zh');
    nameTabs(context.language);
    this.draw();
    void this.learn();
  },

  draw() {
    const { identity, language } = appContext();
    this.setData({ t: meTexts[language], user: identity.user, isByHost: identity.isByHost });
    wx.setNavigationBarTitle({ title: commonTexts[language].meTab });
  },

  /** What stands behind the lines; without it they are there all the same. */
  async learn() {
    const { client, identity, language } = appContext();
    const { user } = identity;
    if (!user) return;
    const [wallet, follows, profile] = await Promise.all([
      client.rest.wallet().catch(() => null),
      client.rest.get<Follow[]>('/api/me/follows?live=true').catch(() => []),
      client.rest.profile(user.id).catch(() => null),
    ]);
    if (identity.user?.id !== user.id) return;
    this.setData({
      coins: wallet ? compactNumber(wallet.balance, language) : '',
      followsLive: follows.length > 0 ? filled(meTexts[language].followsLive, { count: follows.length }) : '',
      isLive: profile?.rooms.some(({ status }) => status === 'live') ?? false,
    });
  },

  async tried(attempt: () => Promise<void>) {
    try {
      await attempt();
    } catch (error) {
      toastError(error);
    }
  },
});

function fileOf(filePath: string): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({
      filePath,
      success: ({ data }) => resolve(data as ArrayBuffer),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}
