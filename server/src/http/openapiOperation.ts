import type { ErrorCode } from '@lianmai/shared';
import type { z } from 'zod';

/** One operation of the REST API, as its OpenAPI document tells of it. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  tag:
    | 'auth'
    | 'rooms'
    | 'chat'
    | 'gifts'
    | 'moderation'
    | 'follows'
    | 'live'
    | 'statistics'
    | 'operator'
    | 'health';
  summary: string;
  needsToken?: boolean;
  body?: z.ZodType;
  query?: z.ZodObject;
  answer: { status: number; schema?: z.ZodType; mediaType?: string; description: string };
  errors: readonly ErrorCode[];
}

export const tokenErrors = ['token_missing', 'token_invalid', 'token_expired'] as const;
