import type { Language } from '@lianmai/shared';

/** The language an `Accept-Language` header (or a language tag) asks for; English where it asks for neither of ours. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').slice(0, 200).split(',').map(parseWish);
  const best = wishes.filter(({ language }) => language !== null).sort((a, b) => b.quality - a.quality)[0];
  return best?.language ?? 'en';
}

function parseWish(wish: string): { language: Language | null; quality: number } {
  const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
  const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
  const primary = tag.split('-')[0];
  return {
    language: primary === 'zh' || primary === 'en' ? primary : null,
    quality: quality ? Number(quality) : 1,
  };
}
