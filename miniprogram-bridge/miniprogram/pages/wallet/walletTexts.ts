import { bilingual } from '../../i18n/bilingual';

export const walletTexts = bilingual({
  title: ['我的金币', 'Coins'],
  balance: ['金币余额', 'Coins to spend'],
  income: ['礼物收益', 'Earned'],
  topUp: ['小程序内暂不支持充值', 'Coins are not sold in this mini program.'],
  loading: ['正在加载', 'Loading'],
  emptyTitle: ['还没有明细', 'Nothing has moved yet'],
  errorTitle: ['金币加载失败', 'Your coins did not load'],
  grant: ['新人金币', 'To begin with'],
  topUpEntry: ['平台发放', 'From the platform'],
  purchase: ['充值', 'Bought'],
  gift: ['送出礼物', 'Gift given'],
  giftIncome: ['收到礼物', 'Gift received'],
  giftRefund: ['礼物退还', 'Gift refunded'],
});
