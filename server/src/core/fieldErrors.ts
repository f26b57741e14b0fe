import type { ZodError } from 'zod';

/** Which fields of a parsed input are wrong and why; at most twenty, so that a hostile input gets no long answer. */
export function fieldErrors(error: ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}
