import { StreamKeyView } from '@lianmai/shared';
import { type Operation, tokenErrors } from './openapiOperation.ts';

const errors = [...tokenErrors, 'forbidden', 'room_not_found', 'not_supported'] as const;

/** Publishing from encoders. */
export const streamKeyOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/rooms/{roomId}/stream-key',
    tag: 'rooms',
    summary: 'What OBS and other encoders publish to the room with; for its anchor and operators',
    needsToken: true,
    answer: { status: 200, schema: StreamKeyView, description: 'Server and stream key: a secret.' },
    errors,
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/stream-key/renew',
    tag: 'rooms',
    summary: 'Replace the stream key; whoever publishes with the one before is put off the air',
    needsToken: true,
    answer: { status: 200, schema: StreamKeyView, description: 'The new one.' },
    errors: [...errors, 'database_unavailable'],
  },
];
