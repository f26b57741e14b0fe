import { HostLoginBody, LoginResult, MiniProgramHost } from '@lianmai/shared';
import type { Operation } from './openapiOperation.ts';

/** Mini programs' logins. */
export const hostOperations: readonly Operation[] = MiniProgramHost.options.map((host) => ({
  method: 'post',
  path: `/api/auth/${host}`,
  tag: 'auth',
  summary: `Sign in from a mini program, by the code that ${host}'s login gave it`,
  body: HostLoginBody,
  answer: {
    status: 200,
    schema: LoginResult,
    description: 'An access token for one hour; then log in again.',
  },
  errors: [
    'invalid_request',
    'login_code_refused',
    'too_many_requests',
    'not_supported',
    'host_unavailable',
    'database_unavailable',
  ],
}));
