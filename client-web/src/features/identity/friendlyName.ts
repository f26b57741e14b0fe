import type { Language } from '@lianmai/shared';

const words: Record<Language, { first: readonly string[]; second: readonly string[]; joiner: string }> = {
  zh: {
    first: [
      '爱唱歌的',
      '早起的',
      '追光的',
      '会发光的',
      '慢悠悠的',
      '路过的',
      '爱笑的',
      '晒太阳的',
      '吹海风的',
      '不睡觉的',
    ],
    second: ['鲸鱼', '小熊', '月亮', '橘子', '云朵', '柴犬', '海豚', '松鼠', '火锅', '汽水'],
    joiner: '',
  },
  en: {
    first: ['Sunny', 'Mellow', 'Brave', 'Quiet', 'Lucky', 'Amber', 'Swift', 'Cosy', 'Merry', 'Bright'],
    second: ['Whale', 'Otter', 'Comet', 'Maple', 'Panda', 'Heron', 'Tiger', 'Cloud', 'Fox', 'Lantern'],
    joiner: ' ',
  },
};

/** A name to suggest, so that nobody has to think of one before watching. */
export function friendlyName(language: Language, random: () => number = Math.random): string {
  const { first, second, joiner } = words[language];
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return pick(first) + joiner + pick(second);
}
