import { AuditEntry, AuditQueryInput, Moderator, Sanction, SanctionBody } from '@lianmai/shared';
import { z } from 'zod';
import { type Operation, tokenErrors } from './openapiOperation.ts';

const errors = [...tokenErrors, 'forbidden', 'banned'] as const;
const roomErrors = [...errors, 'room_not_found'] as const;
const done = { status: 204, description: 'Done.' };

/** Keeping order: in a room (its anchor and moderators) and on the platform (operators). */
export const moderationOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/rooms/{roomId}/sanctions',
    tag: 'moderation',
    summary: 'Who is muted, kicked or banned in a room, newest first (moderators)',
    needsToken: true,
    answer: { status: 200, schema: z.array(Sanction), description: 'The sanctions that hold.' },
    errors: roomErrors,
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/sanctions',
    tag: 'moderation',
    summary: 'Mute, kick or ban somebody in a room (whoever stands above them there)',
    needsToken: true,
    body: SanctionBody,
    answer: { status: 201, schema: Sanction, description: 'What holds from now on.' },
    errors: ['invalid_request', ...roomErrors, 'room_not_live'],
  },
  {
    method: 'delete',
    path: '/api/rooms/{roomId}/sanctions/{kind}/{userId}',
    tag: 'moderation',
    summary: 'Lift a sanction in a room',
    needsToken: true,
    answer: done,
    errors: ['invalid_request', ...roomErrors, 'not_found'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}/moderators',
    tag: 'moderation',
    summary: 'Who is moderator of a room',
    needsToken: true,
    answer: { status: 200, schema: z.array(Moderator), description: 'In the order they were named.' },
    errors: roomErrors,
  },
  {
    method: 'put',
    path: '/api/rooms/{roomId}/moderators/{userId}',
    tag: 'moderation',
    summary: 'Name a moderator (anchor, operator)',
    needsToken: true,
    answer: done,
    errors: ['invalid_request', ...roomErrors, 'already_on_stage', 'invalid_state', 'limit_reached'],
  },
  {
    method: 'delete',
    path: '/api/rooms/{roomId}/moderators/{userId}',
    tag: 'moderation',
    summary: 'Dismiss a moderator (anchor, operator)',
    needsToken: true,
    answer: done,
    errors: ['invalid_request', ...roomErrors],
  },
  {
    method: 'get',
    path: '/api/moderation/sanctions',
    tag: 'moderation',
    summary: 'Sanctions on the whole platform (operators)',
    needsToken: true,
    answer: { status: 200, schema: z.array(Sanction), description: 'The sanctions that hold.' },
    errors,
  },
  {
    method: 'post',
    path: '/api/moderation/sanctions',
    tag: 'moderation',
    summary: 'Mute, kick or ban somebody on the whole platform (operators)',
    needsToken: true,
    body: SanctionBody,
    answer: { status: 201, schema: Sanction, description: 'What holds from now on.' },
    errors: ['invalid_request', ...errors, 'invalid_state'],
  },
  {
    method: 'delete',
    path: '/api/moderation/sanctions/{kind}/{userId}',
    tag: 'moderation',
    summary: 'Lift a sanction on the platform (operators)',
    needsToken: true,
    answer: done,
    errors: ['invalid_request', ...errors, 'not_found'],
  },
  {
    method: 'get',
    path: '/api/moderation/audit',
    tag: 'moderation',
    summary: 'Every act of moderation, newest first; the next page is in the Link header (operators)',
    needsToken: true,
    query: AuditQueryInput,
    answer: { status: 200, schema: z.array(AuditEntry), description: 'One page of the audit log.' },
    errors: ['invalid_request', ...errors],
  },
  {
    method: 'get',
    path: '/api/moderation/audit.csv',
    tag: 'moderation',
    summary: 'The same as a table (operators)',
    needsToken: true,
    query: AuditQueryInput,
    answer: { status: 200, mediaType: 'text/csv', description: 'RFC 4180, UTF-8.' },
    errors: ['invalid_request', ...errors],
  },
];
