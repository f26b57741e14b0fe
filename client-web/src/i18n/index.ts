export { I18nProvider, useI18n } from './I18n.tsx';
export type { PlainKey, Translate, TranslateCount } from './messages.ts';
