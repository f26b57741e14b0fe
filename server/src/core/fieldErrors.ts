import type { Language } from '@lianmai/shared';
import { z } from 'zod';

/** What is wrong with one field: in English, and where it is known in other languages too. */
export type FieldError = { path: string; message: string } & Partial<Record<Exclude<Language, 'en'>, string>>;

const inChinese = z.locales.zhCN().localeError;

/**
 * Which fields of an input that `schema` refused are wrong and why; at most twenty, so that a hostile input gets no long answer.
 * It is parsed once more for the Chinese sentences: a parse error knows no longer what it would take to say it otherwise.
 */
export function fieldErrors(schema: z.ZodType, input: unknown, { issues }: z.ZodError): FieldError[] {
  const chinese = schema.safeParse(input, { error: inChinese }).error?.issues ?? [];
  return issues.slice(0, 20).map(({ path, message }, i) => ({
    path: path.join('.'),
    message,
    zh: chinese[i]?.message ?? message,
  }));
}
