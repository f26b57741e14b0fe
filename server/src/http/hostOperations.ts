import {
  HostLoginBody,
  HostMessageBody,
  HostMessageQuota,
  LoginResult,
  MiniProgramHost,
} from '@lianmai/shared';
import { z } from 'zod';
import { type Operation, tokenErrors } from './openapiOperation.ts';

const logins: readonly Operation[] = MiniProgramHost.options.map((host) => ({
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
    'forbidden',
    'too_many_requests',
    'not_supported',
    'host_unavailable',
    'database_unavailable',
  ],
}));

/** What mini programs need of their server beside what everybody does. */
export const hostOperations: readonly Operation[] = [
  ...logins,
  {
    method: 'get',
    path: '/api/me/host-messages',
    tag: 'follows',
    summary:
      'How many messages one has agreed to be sent by the mini-program host and not had yet, by template',
    needsToken: true,
    answer: { status: 200, schema: z.array(HostMessageQuota), description: 'Every template of this server.' },
    errors: [...tokenErrors, 'database_unavailable'],
  },
  {
    method: 'post',
    path: '/api/me/host-messages',
    tag: 'follows',
    summary:
      "What one has answered the host's requestSubscribeMessage(); each accept is good for one message",
    needsToken: true,
    body: HostMessageBody,
    answer: { status: 200, schema: HostMessageQuota, description: 'What is left now.' },
    errors: [
      'invalid_request',
      ...tokenErrors,
      'forbidden',
      'too_many_requests',
      'not_supported',
      'database_unavailable',
    ],
  },
];
