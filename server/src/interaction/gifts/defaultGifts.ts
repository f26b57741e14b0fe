import type { Gift, GiftTier } from '@lianmai/shared';

/** What a new platform offers; pictures and animations are our own (client-web/public/gifts). */
export const defaultGifts: readonly Gift[] = [
  gift('lollipop', '棒棒糖', 'Lollipop', 1),
  gift('heart', '小心心', 'Heart', 2),
  gift('thumbs-up', '为你点赞', 'Thumbs up', 5),
  gift('rose', '玫瑰', 'Rose', 10),
  gift('coffee', '热咖啡', 'Coffee', 20),
  gift('balloons', '告白气球', 'Balloons', 52, 'big'),
  gift('cake', '生日蛋糕', 'Cake', 99, 'big'),
  gift('crown', '皇冠', 'Crown', 199, 'big'),
  gift('fireworks', '浪漫烟花', 'Fireworks', 520, 'fullscreen'),
  gift('love-rain', '爱心雨', 'Rain of hearts', 666, 'fullscreen'),
  gift('sports-car', '跑车', 'Sports car', 1314, 'fullscreen'),
  gift('rocket', '火箭', 'Rocket', 2000, 'fullscreen'),
].map((one, position) => ({ ...one, position: (position + 1) * 10 }));

function gift(
  id: string,
  zh: string,
  en: string,
  price: number,
  tier: GiftTier = 'small',
): Omit<Gift, 'position'> {
  return {
    id,
    name: { zh, en },
    price,
    iconUrl: `/gifts/${id}.svg`,
    tier,
    animationUrl: tier === 'fullscreen' ? `/gifts/${id}.json` : null,
    isOffered: true,
  };
}
