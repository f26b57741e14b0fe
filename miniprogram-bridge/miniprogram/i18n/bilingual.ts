export type Language = 'zh' | 'en';

/** The sentences of one feature in one language. */
export type Texts<Key extends string> = Record<Key, string>;

/** Both languages from one table, so that a sentence cannot miss in one of them. */
export function bilingual<Key extends string>(
  table: Record<Key, readonly [zh: string, en: string]>,
): Record<Language, Texts<Key>> {
  const zh = {} as Texts<Key>;
  const en = {} as Texts<Key>;
  for (const key of Object.keys(table) as Key[]) [zh[key], en[key]] = table[key];
  return { zh, en };
}
