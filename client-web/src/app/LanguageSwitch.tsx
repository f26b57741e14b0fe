import { useI18n } from '../i18n/index.ts';

/** Two languages, so one press changes to the other; the label is what one gets. */
export function LanguageSwitch() {
  const { t, language, setLanguage } = useI18n();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="language-switch"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={`${t('language.label')}: ${t(`language.${other}`)}`}
      data-testid="language-switch"
      data-language={language}
      onClick={() => setLanguage(other)}
    >
      {other === 'zh' ? '中文' : 'EN'}
    </button>
  );
}
