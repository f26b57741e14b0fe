import type { Language } from './bilingual';

const storageKey = 'lianmai.language';

/** What was chosen, else that of WeChat: Chinese unless it is set to another language. */
export function preferredLanguage(): Language {
  const chosen: unknown = wx.getStorageSync(storageKey);
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return /^(zh|$)/i.test(wx.getAppBaseInfo().language ?? '') ? 'zh' : 'en';
}

export function rememberLanguage(language: Language): void {
  wx.setStorageSync(storageKey, language);
}
