export { I18nProvider, useI18n } from './I18n.tsx';
export type { MessageKey, Translate } from './messages.ts';
