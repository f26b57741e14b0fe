import {
  ListShowsQuery,
  OperatorOverview,
  OperatorRoom,
  OperatorRoomsQuery,
  RoomStatistics,
  ShowListItem,
  ShowStatistics,
  StatisticsQuery,
} from '@lianmai/shared';
import { z } from 'zod';
import type { Operation } from './openapiOperation.ts';

const tokenErrors = ['token_missing', 'token_invalid', 'token_expired', 'forbidden'] as const;
const errors = ['invalid_request', ...tokenErrors] as const;

export const statisticsOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/rooms/{roomId}/statistics',
    tag: 'statistics',
    summary: "A room's running show and all its shows together (its anchor, operators)",
    needsToken: true,
    query: StatisticsQuery,
    answer: {
      status: 200,
      schema: RoomStatistics,
      description: 'Figures; with `format=csv` the samples of the running show.',
    },
    errors: [...errors, 'room_not_found', 'room_not_live'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}/shows',
    tag: 'statistics',
    summary: "A room's shows, newest first; the next page is in the Link header (its anchor, operators)",
    needsToken: true,
    query: ListShowsQuery,
    answer: {
      status: 200,
      schema: z.array(ShowListItem),
      description: 'One page of shows; with `format=csv` as a table.',
    },
    errors: [...errors, 'room_not_found'],
  },
  {
    method: 'get',
    path: '/api/shows/{showId}/statistics',
    tag: 'statistics',
    summary: 'Everything about one show, running or over (its anchor, operators)',
    needsToken: true,
    query: StatisticsQuery,
    answer: {
      status: 200,
      schema: ShowStatistics,
      description: 'Figures and samples; with `format=csv` the samples as a table.',
    },
    errors: [...errors, 'not_found'],
  },
  {
    method: 'get',
    path: '/api/operator/overview',
    tag: 'operator',
    summary: 'How the server is doing, on one page',
    needsToken: true,
    answer: {
      status: 200,
      schema: OperatorOverview,
      description: 'Figures of now, and what must be looked at.',
    },
    errors: tokenErrors,
  },
  {
    method: 'get',
    path: '/api/operator/rooms',
    tag: 'operator',
    summary: 'All rooms with the figures of their running show; the next page is in the Link header',
    needsToken: true,
    query: OperatorRoomsQuery,
    answer: {
      status: 200,
      schema: z.array(OperatorRoom),
      description: 'One page of rooms; how many there are stands in `X-Total-Count`.',
    },
    errors: ['invalid_request', ...tokenErrors],
  },
  {
    method: 'get',
    path: '/api/operator/rooms/{roomId}/snapshot',
    tag: 'operator',
    summary: 'A still of what is on air, at most five seconds old; made only when somebody asks',
    needsToken: true,
    answer: { status: 200, mediaType: 'image/jpeg', description: '204 while nobody on air has a picture.' },
    errors: [...tokenErrors, 'room_not_found', 'room_not_live', 'snapshot_unavailable'],
  },
];
