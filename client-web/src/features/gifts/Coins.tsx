import { useI18n } from '../../i18n/index.ts';

/** A sum of coins: the coin, and the number as the language writes it. */
export function Coins({ coins, isSigned = false }: { coins: number; isSigned?: boolean }) {
  const { language } = useI18n();
  const number = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    signDisplay: isSigned ? 'exceptZero' : 'auto',
  });
  return (
    <span className="coins tabular">
      <img src="/gifts/coin.svg" alt="" width={16} height={16} />
      {number.format(coins)}
    </span>
  );
}
