import { bilingual } from '../../../i18n/bilingual';

export const giftTexts = bilingual({
  title: ['礼物', 'Gifts'],
  close: ['关闭', 'Close'],
  topUp: ['充值', 'Top up'],
  send: ['赠送', 'Send'],
  combo: ['连击', 'Combo'],
  count: ['数量', 'How many'],
  sum: ['合计 {sum} 金币', '{sum} coins'],
  loading: ['正在加载礼物', 'Loading'],
  failed: ['礼物加载失败', 'The gifts did not load'],
  empty: ['暂无礼物', 'No gifts here yet'],
  retry: ['重试', 'Try again'],
  coins: ['金币余额', 'Coins'],
  noShop: [
    '本站暂未开放充值，可联系平台管理员获取金币。',
    'This server sells no coins. Ask an operator for some.',
  ],
  shopOnWeb: [
    '小程序内暂不支持充值，请在浏览器中打开直播间充值，金币会自动同步。',
    'Coins cannot be bought in the mini program. Buy them in the browser: they are here at once.',
  ],
  bought: ['充值成功，{coins} 金币已到账', '{coins} coins are yours'],
  pack: [
    '{coins} 金币 {price}（开发服务器，不会真实扣款）',
    '{coins} coins {price} (development: nothing is paid)',
  ],
});

export type GiftTexts = (typeof giftTexts)['zh'];
