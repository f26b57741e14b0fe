import { type ErrorCode, errorCodes, MissingGrant, SanctionDetails } from '@lianmai/shared';
import { Router } from 'express';
import { z } from 'zod';
import type { Operation } from './openapiOperation.ts';
import { operations } from './openapiOperations.ts';

const WireErrorSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    retryable: z.boolean(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    details: z.union([SanctionDetails, MissingGrant]).optional(),
  }),
});

const tokenDescription =
  'HS256, with `kid`, `sub`, `name`, `aud: "lianmai"`, `exp` and `grants: { room, role, createRoom, publish, subscribe, chat, moderate }`; ' +
  'what is absent is denied. `room` is one room or `*`. docs/operations.md ("Keys") says what each allows.';

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
      description:
        'REST API. Errors speak 中文 or English by the Accept-Language header. Clients that cannot send PATCH send POST with X-HTTP-Method-Override: PATCH.',
    },
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: tokenDescription },
      },
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
