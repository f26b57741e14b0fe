import type { Language } from '@lianmai/shared';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type MessageKey = keyof typeof en;
export type Messages = Record<MessageKey, string>;

/** Names of the `{placeholders}` in a sentence, as a union of literals. */
type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Values<K extends MessageKey> = Record<Placeholders<(typeof en)[K]>, string | number>;
/** Sentences without placeholders: the ones that a table may choose from. */
export type PlainKey = {
  [K in MessageKey]: [Placeholders<(typeof en)[K]>] extends [never] ? K : never;
}[MessageKey];
/** No second argument for a sentence without placeholders, exactly its placeholders otherwise. */
type ValuesArgument<K extends MessageKey> = [Placeholders<(typeof en)[K]>] extends [never]
  ? []
  : [values: Values<K>];

export type Translate = <K extends MessageKey>(key: K, ...values: ValuesArgument<K>) => string;

/** Keys that exist as `.one` and `.other`, without the ending. */
type PluralKey = MessageKey extends infer K ? (K extends `${infer Base}.one` ? Base : never) : never;
export type TranslateCount = (key: PluralKey, count: number) => string;

const catalogues: Record<Language, Messages> = { en, zh };

export function createTranslate(language: Language): Translate {
  const messages = catalogues[language];
  return (key, ...[values]) => fill(messages[key], values);
}

export function createTranslateCount(language: Language): TranslateCount {
  const messages = catalogues[language];
  const rules = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(localeOf(language), { notation: 'compact', maximumFractionDigits: 1 });
  return (key, count) => {
    const form = rules.select(count) === 'one' ? 'one' : 'other';
    return fill(messages[`${key}.${form}`], { count: number.format(count) });
  };
}

/** BCP 47 tag for `lang` attributes and `Intl`. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

function fill(sentence: string, values: Record<string, string | number> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
