import {
  AccountLogin,
  ChangePasswordBody,
  LoginBody,
  Me,
  MeUpdated,
  RefreshBody,
  RegisterBody,
  UpdateMeBody,
} from '@lianmai/shared';
import { type Operation, tokenErrors } from './openapiOperation.ts';

const login = {
  schema: AccountLogin,
  description: 'An access token for one hour, and a refresh token for 30 days that is good once.',
};
const done = { status: 204, description: 'Done.' };
const passwordErrors = ['too_many_requests', 'capacity_reached', 'database_unavailable'] as const;
const ownErrors = [...tokenErrors, 'token_revoked', 'banned', 'database_unavailable'] as const;

/** Accounts: signing up, in and out, and who one is. */
export const accountOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/auth/register',
    tag: 'auth',
    summary:
      'Make an account; with the token of a guest in the Authorization header, that guest gets it and keeps id and rooms',
    body: RegisterBody,
    answer: { status: 201, ...login },
    errors: ['invalid_request', 'account_taken', 'registration_closed', 'text_refused', ...passwordErrors],
  },
  {
    method: 'post',
    path: '/api/auth/login',
    tag: 'auth',
    summary: 'Sign in',
    body: LoginBody,
    answer: { status: 200, ...login },
    errors: ['invalid_request', 'credentials_wrong', 'banned', ...passwordErrors],
  },
  {
    method: 'post',
    path: '/api/auth/refresh',
    tag: 'auth',
    summary: 'The next tokens of a sign-in; a refresh token that comes a second time ends the sign-in',
    body: RefreshBody,
    answer: { status: 200, ...login },
    errors: ['invalid_request', 'token_invalid', 'token_expired', 'token_revoked', 'database_unavailable'],
  },
  {
    method: 'post',
    path: '/api/auth/logout',
    tag: 'auth',
    summary: 'End this sign-in: its tokens are refused and its connections closed',
    body: RefreshBody,
    answer: done,
    errors: ['invalid_request', 'database_unavailable'],
  },
  {
    method: 'post',
    path: '/api/auth/logout-everywhere',
    tag: 'auth',
    summary: 'End every sign-in: all tokens of the user that were issued before now are refused',
    needsToken: true,
    answer: done,
    errors: ownErrors,
  },
  {
    method: 'get',
    path: '/api/me',
    tag: 'auth',
    summary: 'Who the caller is',
    needsToken: true,
    answer: { status: 200, schema: Me, description: 'User, account, kind.' },
    errors: ownErrors,
  },
  {
    method: 'patch',
    path: '/api/me',
    tag: 'auth',
    summary: 'Change the name, or take the picture away (guests, accounts, users of mini-program hosts)',
    needsToken: true,
    body: UpdateMeBody,
    answer: { status: 200, schema: MeUpdated, description: 'With the token that says the new name.' },
    errors: ['invalid_request', ...ownErrors, 'forbidden', 'text_refused'],
  },
  {
    method: 'put',
    path: '/api/me/avatar',
    tag: 'auth',
    summary:
      'Upload a picture (accounts, users of mini-program hosts): the bytes of a PNG, JPEG or still WebP, 1 MB and 4096 pixels a side at most',
    needsToken: true,
    answer: { status: 200, schema: MeUpdated, description: 'With the token that says the new picture.' },
    errors: [...ownErrors, 'forbidden', 'picture_unsupported', 'payload_too_large'],
  },
  {
    method: 'put',
    path: '/api/me/password',
    tag: 'auth',
    summary: 'Change the password; every other sign-in ends',
    needsToken: true,
    body: ChangePasswordBody,
    answer: done,
    errors: ['invalid_request', ...ownErrors, 'forbidden', 'credentials_wrong', 'too_many_requests'],
  },
];
