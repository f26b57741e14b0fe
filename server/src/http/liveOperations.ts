import type { ErrorCode } from '@lianmai/shared';
import type { Operation } from './openapiOperation.ts';

const refusals: ErrorCode[] = ['media_address_missing', 'room_private', 'room_not_found'];
const signedRefusals: ErrorCode[] = [
  'media_address_invalid',
  'media_address_expired',
  'token_revoked',
  'banned',
  'kicked',
  'room_private',
  'room_not_found',
];

/** What players fetch. `GET /api/rooms/{roomId}/stream` gives the signed addresses. */
export const liveOperations: Operation[] = [
  {
    method: 'get',
    path: '/live/{roomId}.flv',
    tag: 'live',
    summary: 'The show as an endless FLV stream (H.264, AAC-LC)',
    answer: { status: 200, mediaType: 'video/x-flv', description: 'Runs until the show ends.' },
    errors: [...refusals, 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/{roomId}/index.m3u8',
    tag: 'live',
    summary: 'The show as (LL-)HLS',
    answer: { status: 200, mediaType: 'application/vnd.apple.mpegurl', description: 'A media playlist.' },
    errors: [...refusals, 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/{roomId}/{file}',
    tag: 'live',
    summary: 'Initialisation, segments and parts that the playlist names',
    answer: { status: 200, mediaType: 'video/mp4', description: 'Immutable.' },
    errors: [...refusals, 'not_found'],
  },
  {
    method: 'get',
    path: '/live/t/{token}/{roomId}.flv',
    tag: 'live',
    summary: 'The same FLV stream at a signed address',
    answer: {
      status: 200,
      mediaType: 'video/x-flv',
      description: 'Runs until the show ends or its holder may not watch any more.',
    },
    errors: [...signedRefusals, 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/t/{token}/{roomId}/index.m3u8',
    tag: 'live',
    summary: 'The same playlist at a signed address; what it names is signed by it too',
    answer: { status: 200, mediaType: 'application/vnd.apple.mpegurl', description: 'A media playlist.' },
    errors: [...signedRefusals, 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/t/{token}/{roomId}/{file}',
    tag: 'live',
    summary: 'The files that a signed playlist names',
    answer: { status: 200, mediaType: 'video/mp4', description: 'Immutable.' },
    errors: [...signedRefusals, 'not_found'],
  },
];
