import type { Language } from '@lianmai/shared';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { readStored, writeStored } from '../app/storage.ts';
import { createFormats, type Formats } from './formats.ts';
import { languageStorageKey, preferredLanguage } from './language.ts';
import {
  createTranslate,
  createTranslateCount,
  localeOf,
  type Translate,
  type TranslateCount,
} from './messages.ts';

interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
  tCount: TranslateCount;
  formats: Formats;
}

const I18nContext = createContext<I18n | null>(null);

/** Owns the language of the page: chosen by the browser's, changed by the user, remembered. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() =>
    preferredLanguage(readStored(languageStorageKey), navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = localeOf(language);
  }, [language]);

  const i18n = useMemo<I18n>(
    () => ({
      language,
      setLanguage: (next) => {
        writeStored(languageStorageKey, next);
        setLanguage(next);
      },
      t: createTranslate(language),
      tCount: createTranslateCount(language),
      formats: createFormats(language),
    }),
    [language],
  );
  return <I18nContext value={i18n}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const i18n = use(I18nContext);
  if (!i18n) throw new Error('useI18n needs an I18nProvider above it');
  return i18n;
}
