import { AcceptRoomInvitationBody, RenewRoomInvitationBody, RoomInvitation, RoomView } from '@lianmai/shared';
import { type Operation, tokenErrors } from './openapiOperation.ts';

export const roomInvitationOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/rooms/{roomId}/invitation',
    tag: 'rooms',
    summary: 'What lets people into the room while it is private (anchor, operator)',
    needsToken: true,
    answer: { status: 200, schema: RoomInvitation, description: 'The code, and the link with it.' },
    errors: [...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/invitation/renew',
    tag: 'rooms',
    summary: 'Another invitation in place of the one before, which is good no more (anchor, operator)',
    needsToken: true,
    body: RenewRoomInvitationBody,
    answer: { status: 200, schema: RoomInvitation, description: 'The new one.' },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/invitation/accept',
    tag: 'rooms',
    summary: 'The caller may come into the private room from now on',
    needsToken: true,
    body: AcceptRoomInvitationBody,
    answer: { status: 200, schema: RoomView, description: 'The room.' },
    errors: [
      ...(['invalid_request', ...tokenErrors, 'forbidden', 'kicked', 'banned'] as const),
      ...(['invitation_invalid', 'limit_reached', 'room_not_found'] as const),
    ],
  },
];
