import { expect, it } from 'vitest';
import { propertiesOf, readApiDocument, typeName } from './openApi.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  security: [{ bearer: [] }],
  paths: {
    '/api/rooms/{roomId}': {
      parameters: [{ $ref: '#/components/parameters/roomId' }],
      get: {
        tags: ['rooms'],
        summary: 'One room',
        security: [],
        responses: {
          '200': {
            description: 'ok',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Room' } } },
          },
        },
      },
      patch: {
        tags: ['rooms'],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
  components: {
    parameters: { roomId: { name: 'roomId', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: { Room: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } },
  },
};

it('groups operations by tag and follows references', () => {
  const { groups, schemas } = readApiDocument(document);
  expect(groups.map((group) => [group.name, group.operations.length])).toEqual([['rooms', 2]]);
  const [read, change] = groups[0]?.operations ?? [];
  expect(read?.parameters).toEqual([
    { name: 'roomId', in: 'path', isRequired: true, type: 'string', description: '' },
  ]);
  expect([read?.needsToken, change?.needsToken]).toEqual([false, true]);
  expect(change?.body).toEqual({ type: 'object' });
  expect(propertiesOf(schemas[0]?.schema ?? {})).toEqual([
    { name: 'id', schema: { type: 'string' }, isRequired: true },
  ]);
});

it.each([
  [{ $ref: '#/components/schemas/Room' }, 'Room'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Room' } }, 'Room[]'],
  [{ enum: ['live', 'ended'] }, '"live" | "ended"'],
  [{ anyOf: [{ type: 'string', format: 'uri' }, { type: 'null' }] }, 'string (uri) | null'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{}, 'object'],
])('%o reads %s', (schema, expected) => {
  expect(typeName(schema)).toBe(expected);
});

it.each([null, 'text', [], { paths: 3 }])('draws nothing of %o', (nonsense) => {
  expect(readApiDocument(nonsense).groups).toEqual([]);
});
