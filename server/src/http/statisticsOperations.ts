import {
  ListShowsQuery,
  RoomStatistics,
  ShowListItem,
  ShowStatistics,
  StatisticsQuery,
} from '@lianmai/shared';
import { z } from 'zod';
import type { Operation } from './openapiOperation.ts';

const errors = ['invalid_request', 'token_missing', 'token_invalid', 'token_expired', 'forbidden'] as const;

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
];
