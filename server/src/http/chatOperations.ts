import { ChatMessage, MessagesQuery } from '@lianmai/shared';
import { z } from 'zod';
import { type Operation, tokenErrors } from './openapiOperation.ts';

export const chatOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/rooms/{roomId}/messages',
    tag: 'chat',
    summary: "A room's chat, newest first, further back than a snapshot reaches (whoever may enter the room)",
    needsToken: true,
    query: MessagesQuery,
    answer: {
      status: 200,
      schema: z.array(ChatMessage),
      description: 'One page, without deleted messages; the next one is in the Link header.',
    },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'kicked', 'banned', 'room_not_found'],
  },
];
