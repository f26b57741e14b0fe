import {
  CreateRoomBody,
  type ErrorCode,
  errorCodes,
  GuestLoginBody,
  ListRoomsQuery,
  LoginResult,
  RoomStream,
  RoomView,
  ServerInfo,
  UpdateRoomBody,
} from '@lianmai/shared';
import { Router } from 'express';
import { z } from 'zod';

interface Operation {
  method: 'get' | 'post' | 'patch';
  path: string;
  tag: 'auth' | 'rooms' | 'live' | 'health';
  summary: string;
  needsToken?: boolean;
  body?: z.ZodType;
  query?: z.ZodObject;
  answer: { status: number; schema?: z.ZodType; mediaType?: string; description: string };
  errors: readonly ErrorCode[];
}

const tokenErrors = ['token_missing', 'token_invalid', 'token_expired'] as const;

const operations: readonly Operation[] = [
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

const WireErrorSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    retryable: z.boolean(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

/** The OpenAPI 3.1 document of the REST API, made from the same schemas that parse the requests. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lianmai 连麦',
      version: '1',
      description: 'REST API. Errors speak 中文 or English by the Accept-Language header.',
    },
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Error: jsonSchema(WireErrorSchema) },
    },
  };
}

export function openApiRoutes(): Router {
  const document = openApiDocument();
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  return router;
}

function describe(operation: Operation): object {
  const { answer, body, query } = operation;
  const pathParameters = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.needsToken ? { security: [{ accessToken: [] }] } : {}),
    parameters: [...pathParameters, ...(query ? queryParameters(query) : [])],
    ...(body ? { requestBody: { required: true, content: content(body, 'input') } } : {}),
    responses: {
      [answer.status]: { description: answer.description, ...answerContent(answer) },
      ...errorResponses(operation.errors),
    },
  };
}

function answerContent({ schema, mediaType }: Operation['answer']): object {
  if (schema) return { content: content(schema, 'output') };
  return mediaType ? { content: { [mediaType]: {} } } : {};
}

function content(schema: z.ZodType, io: 'input' | 'output'): object {
  return { 'application/json': { schema: jsonSchema(schema, io) } };
}

function queryParameters(query: z.ZodObject): object[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(schema as z.ZodType, 'input'),
  }));
}

function errorResponses(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => errorCodes[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${errorCodes[code].en}`).join(' '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
