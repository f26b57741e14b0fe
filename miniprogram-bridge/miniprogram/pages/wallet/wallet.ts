import type { WalletEntry } from '@lianmai/shared';
import { appContext } from '../../app/AppContext';
import { loadPage, pageLoading } from '../../app/pageLoading';
import { commonTexts } from '../../i18n/commonTexts';
import { momentText } from '../../i18n/momentText';
import { walletTexts } from './walletTexts';

interface EntryLine {
  id: string;
  name: string;
  when: string;
  note: string;
  amount: string;
  isIn: boolean;
}

/** One's coins, and what moved them lately. Buying them is for the web: hosts let mini programs sell only by their own means. */
export default Page({
  data: {
    t: walletTexts.zh,
    common: commonTexts.zh,
    ...pageLoading,
    balance: '',
    income: '',
    entries: [] as EntryLine[],
  },

  async onLoad() {
    const { language } = appContext();
    this.setData({ t: walletTexts[language], common: commonTexts[language] });
    wx.setNavigationBarTitle({ title: walletTexts[language].title });
    await this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const { client, language } = appContext();
    const { t } = this.data;
    await loadPage(this, async () => {
      const [wallet, entries] = await Promise.all([
        client.rest.wallet(),
        client.rest.get<WalletEntry[]>('/api/me/wallet/history?limit=50'),
      ]);
      const nowMs = Date.now();
      this.setData({
        phase: 'ready',
        balance: grouped(wallet.balance),
        income: grouped(wallet.income),
        entries: entries.map((entry) => ({
          id: `${entry.id}${entry.account}`,
          name: nameOf(entry, t),
          when: momentText(Date.parse(entry.at), nowMs, language),
          note: entry.note ?? '',
          amount: `${entry.amount > 0 ? '+' : ''}${grouped(entry.amount)}`,
          isIn: entry.amount > 0,
        })),
      });
    });
  },
});

function nameOf({ kind, account }: WalletEntry, t: (typeof walletTexts)['zh']): string {
  switch (kind) {
    case 'grant':
      return t.grant;
    case 'topUp':
      return t.topUpEntry;
    case 'purchase':
      return t.purchase;
    case 'gift':
      return account === 'income' ? t.giftIncome : t.gift;
    case 'giftRefund':
      return t.giftRefund;
  }
}

/** `12,345`: sums of money are shown whole. */
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
