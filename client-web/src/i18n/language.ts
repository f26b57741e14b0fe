import type { Language } from '@lianmai/shared';

export const languageStorageKey = 'lianmai.language';

/** The stored choice; otherwise the first of the browser's languages that we speak; otherwise English. */
export function preferredLanguage(stored: string | null, browserLanguages: readonly string[]): Language {
  if (stored === 'zh' || stored === 'en') return stored;
  for (const tag of browserLanguages) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
