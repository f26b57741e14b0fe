import type { UserNotice } from '@lianmai/shared';

/** What of a notice can stand in a template, and in which field of it. */
export type TemplateFields = Readonly<Partial<Record<'anchor' | 'title' | 'time', string>>>;

/** How many characters each kind of field takes. https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html */
const longest: Readonly<Record<string, number>> = { thing: 20, name: 10, phrase: 5 };
const longestElsewhere = 32;
const latinName = /^[\x20-\x7e]+$/u;
/** Fields may not be empty. */
const nothing = '直播';

/** The texts of a template's fields, as short as the host wants them. */
export function templateData(
  { anchor, title, at }: Pick<UserNotice, 'anchor' | 'title' | 'at'>,
  fields: TemplateFields,
): Record<string, string> {
  const texts = { anchor: anchor.name, title, time: beijingTime(at) };
  return Object.fromEntries(
    Object.entries(fields).map(([what, field]) => [field, fit(texts[what as keyof typeof texts], field)]),
  );
}

function fit(text: string, field: string): string {
  const kind = field.replace(/\d+$/u, '');
  const most = kind === 'name' && latinName.test(text) ? 20 : (longest[kind] ?? longestElsewhere);
  const characters = [...text.replace(/\s+/gu, ' ').trim()];
  if (characters.length === 0) return nothing;
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
}

/** `2026年11月30日 20:45`, where the hosts' users are. */
function beijingTime(at: string): string {
  const beijing = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
  const [year, month, day] = beijing.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${day}日 ${beijing.slice(11, 16)}`;
}
