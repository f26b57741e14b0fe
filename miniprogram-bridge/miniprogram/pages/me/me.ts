import { LiveError } from '@lianmai/miniprogram';
import type { UserRef } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import { nameTabs } from '../../app/nameTabs';
import { commonTexts } from '../../i18n/commonTexts';
import { sentenceOf } from '../../i18n/sentenceOf';
import { meTexts } from './meTexts';

/** Who one is here, and what is one's own. */
export default Page({
  data: { t: meTexts.zh, user: null as UserRef | null, isByHost: false },

  onShow() {
    this.draw();
  },

  async onSignIn() {
    const { identity, language } = appContext();
    try {
      await identity.signIn();
    } catch (error) {
      wx.showToast({ title: sentenceOf(LiveError.from(error), language), icon: 'none' });
    }
    this.draw();
  },

  async onSignOut() {
    const { t } = this.data;
    const { confirm } = await wx.showModal({
      title: t.signOut,
      content: t.signOutSure,
      confirmText: t.signOut,
      cancelText: t.cancel,
    });
    if (!confirm) return;
    appContext().identity.signOut();
    this.draw();
  },

  onLanguage() {
    const context = appContext();
    context.setLanguage(context.language === 'zh' ? 'en' : 'zh');
    nameTabs(context.language);
    this.draw();
  },

  draw() {
    const { identity, language } = appContext();
    this.setData({ t: meTexts[language], user: identity.user, isByHost: identity.isByHost });
    wx.setNavigationBarTitle({ title: commonTexts[language].meTab });
  },
});
