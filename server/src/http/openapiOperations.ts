import {
  CompositionBody,
  CompositionSettings,
  CreateRoomBody,
  type ErrorCode,
  GuestLoginBody,
  ListRoomsQuery,
  LoginResult,
  PkScoreBody,
  PkScores,
  RoomStream,
  RoomView,
  ServerInfo,
  StageSettings,
  StageSettingsBody,
  UpdateRoomBody,
} from '@lianmai/shared';
import { z } from 'zod';
import { statisticsOperations } from './statisticsOperations.ts';

export interface Operation {
  method: 'get' | 'post' | 'patch';
  path: string;
  tag: 'auth' | 'rooms' | 'live' | 'statistics' | 'health';
  summary: string;
  needsToken?: boolean;
  body?: z.ZodType;
  query?: z.ZodObject;
  answer: { status: number; schema?: z.ZodType; mediaType?: string; description: string };
  errors: readonly ErrorCode[];
}

const tokenErrors = ['token_missing', 'token_invalid', 'token_expired'] as const;

/** Every operation of the REST API, with the schemas that parse its requests. */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/info',
    tag: 'auth',
    summary: 'What this server offers, before signing in',
    answer: {
      status: 200,
      schema: ServerInfo,
      description: 'Protocol version, HTTPS port, whether guests are let in.',
    },
    errors: [],
  },
  {
    method: 'post',
    path: '/api/auth/guest',
    tag: 'auth',
    summary:
      'Sign in as a guest (development servers only); with a guest token of the last 30 days, as the same guest',
    body: GuestLoginBody,
    answer: { status: 201, schema: LoginResult, description: 'An access token for 24 hours.' },
    errors: ['invalid_request', 'guests_disabled'],
  },
  {
    method: 'post',
    path: '/api/rooms',
    tag: 'rooms',
    summary: 'Create a room; the caller becomes its anchor',
    needsToken: true,
    body: CreateRoomBody,
    answer: { status: 201, schema: RoomView, description: 'The new room.' },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'room_exists', 'limit_reached', 'draining'],
  },
  {
    method: 'get',
    path: '/api/rooms',
    tag: 'rooms',
    summary: 'List rooms, newest first; the next page is in the Link header',
    query: ListRoomsQuery,
    answer: { status: 200, schema: z.array(RoomView), description: 'One page of rooms.' },
    errors: ['invalid_request'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}',
    tag: 'rooms',
    summary: 'One room',
    answer: { status: 200, schema: RoomView, description: 'The room.' },
    errors: ['room_not_found'],
  },
  {
    method: 'patch',
    path: '/api/rooms/{roomId}',
    tag: 'rooms',
    summary: 'Change title or cover (anchor, operator)',
    needsToken: true,
    body: UpdateRoomBody,
    answer: { status: 200, schema: RoomView, description: 'The changed room.' },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/end',
    tag: 'rooms',
    summary: 'End the running show (anchor, operator)',
    needsToken: true,
    answer: { status: 200, schema: RoomView, description: 'The room after the show.' },
    errors: [...tokenErrors, 'forbidden', 'room_not_found', 'room_not_live'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}/stream',
    tag: 'rooms',
    summary: 'Where the running show can be played',
    answer: { status: 200, schema: RoomStream, description: 'Addresses by protocol.' },
    errors: ['room_not_found', 'room_not_live'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}/stage',
    tag: 'rooms',
    summary: 'Seats, who may come on stage, green room (anchor, operator)',
    needsToken: true,
    answer: { status: 200, schema: StageSettings, description: 'The settings.' },
    errors: [...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'patch',
    path: '/api/rooms/{roomId}/stage',
    tag: 'rooms',
    summary: 'Change the stage (anchor, operator)',
    needsToken: true,
    body: StageSettingsBody,
    answer: { status: 200, schema: StageSettings, description: 'The settings after the change.' },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'get',
    path: '/api/rooms/{roomId}/composition',
    tag: 'rooms',
    summary: 'How FLV and HLS players see several people on stage (anchor, operator)',
    needsToken: true,
    answer: { status: 200, schema: CompositionSettings, description: 'The settings.' },
    errors: [...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'patch',
    path: '/api/rooms/{roomId}/composition',
    tag: 'rooms',
    summary:
      'Change layout, canvas, names or background of the mixed picture, or when it is made (anchor, operator)',
    needsToken: true,
    body: CompositionBody,
    answer: { status: 200, schema: CompositionSettings, description: 'The settings after the change.' },
    errors: ['invalid_request', ...tokenErrors, 'forbidden', 'room_not_found'],
  },
  {
    method: 'post',
    path: '/api/rooms/{roomId}/pk/score',
    tag: 'rooms',
    summary: 'Give points to a room in its PK battle (operator)',
    needsToken: true,
    body: PkScoreBody,
    answer: { status: 200, schema: PkScores, description: 'Both scores after that.' },
    errors: [
      'invalid_request',
      ...tokenErrors,
      'forbidden',
      'room_not_found',
      'pk_not_found',
      'invalid_state',
    ],
  },
  {
    method: 'get',
    path: '/live/{roomId}.flv',
    tag: 'live',
    summary: 'The show as an endless FLV stream (H.264, AAC-LC)',
    answer: { status: 200, mediaType: 'video/x-flv', description: 'Runs until the show ends.' },
    errors: ['room_not_found', 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/{roomId}/index.m3u8',
    tag: 'live',
    summary: 'The show as (LL-)HLS',
    answer: { status: 200, mediaType: 'application/vnd.apple.mpegurl', description: 'A media playlist.' },
    errors: ['room_not_found', 'room_not_live', 'egress_unavailable'],
  },
  {
    method: 'get',
    path: '/live/{roomId}/{file}',
    tag: 'live',
    summary: 'Initialisation, segments and parts that the playlist names',
    answer: { status: 200, mediaType: 'video/mp4', description: 'Immutable.' },
    errors: ['room_not_found', 'not_found'],
  },
  ...statisticsOperations,
  {
    method: 'get',
    path: '/healthz',
    tag: 'health',
    summary: 'The process answers',
    answer: { status: 200, description: 'Always, while it runs.' },
    errors: [],
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'health',
    summary: 'The server can take new rooms and viewers',
    answer: { status: 200, description: 'Ready; 503 with the reasons otherwise.' },
    errors: [],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'health',
    summary: 'Figures for Prometheus',
    answer: { status: 200, mediaType: 'text/plain', description: 'Prometheus text format.' },
    errors: [],
  },
];
