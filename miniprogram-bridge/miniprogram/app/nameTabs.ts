import type { Language } from '../i18n/bilingual';
import { commonTexts } from '../i18n/commonTexts';

/** The tabs' names are in app.json in Chinese; they follow the language from here. Only where a tab is shown: elsewhere there are none. */
export function nameTabs(language: Language): void {
  const { liveTab, meTab } = commonTexts[language];
  [liveTab, meTab].forEach((text, index) => {
    wx.setTabBarItem({ index, text });
  });
}
