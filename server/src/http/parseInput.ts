import type { z } from 'zod';
import { AppError } from '../core/AppError.ts';
import { fieldErrors } from '../core/fieldErrors.ts';

/** @throws AppError `invalid_request` naming each wrong field */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const given = input ?? {};
  const result = schema.safeParse(given);
  if (!result.success)
    throw new AppError('invalid_request', { fields: fieldErrors(schema, given, result.error) });
  return result.data;
}
