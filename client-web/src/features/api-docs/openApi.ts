/** What the page draws of an OpenAPI 3 document. Anything of another shape is left out, never guessed. */
export interface ApiDocument {
  title: string;
  version: string;
  description: string;
  groups: { name: string; operations: Operation[] }[];
  schemas: { name: string; schema: Schema }[];
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  needsToken: boolean;
  parameters: Parameter[];
  body: Schema | null;
  responses: { status: string; description: string; schema: Schema | null }[];
}

interface Parameter {
  name: string;
  in: string;
  isRequired: boolean;
  type: string;
  description: string;
}

/** A JSON schema as it stands in the document. */
export type Schema = Record<string, unknown>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function readApiDocument(document: unknown): ApiDocument {
  const root = asObject(document);
  const info = asObject(root.info);
  const operations = Object.entries(asObject(root.paths)).flatMap(([path, item]) =>
    readPath(path, asObject(item), root),
  );
  const schemas = Object.entries(asObject(asObject(root.components).schemas));
  return {
    title: asText(info.title),
    version: asText(info.version),
    description: asText(info.description),
    groups: groupByTag(operations),
    schemas: schemas.map(([name, schema]) => ({ name, schema: asObject(schema) })),
  };
}

function readPath(path: string, item: Schema, root: Schema): { tag: string; operation: Operation }[] {
  return methods
    .filter((method) => method in item)
    .map((method) => {
      const operation = asObject(item[method]);
      const tag = asText(asList(operation.tags)[0]) || (path.split('/').filter(Boolean)[1] ?? path);
      return { tag, operation: readOperation(method, path, operation, asList(item.parameters), root) };
    });
}

function readOperation(
  method: string,
  path: string,
  operation: Schema,
  shared: unknown[],
  root: Schema,
): Operation {
  const security = operation.security ?? root.security;
  return {
    id: `${method}-${path.replace(/\W+/g, '-')}`,
    method,
    path,
    summary: asText(operation.summary),
    description: asText(operation.description),
    needsToken: asList(security).some((scheme) => Object.keys(asObject(scheme)).length > 0),
    parameters: [...shared, ...asList(operation.parameters)].map((parameter) =>
      readParameter(resolve(parameter, root)),
    ),
    body: jsonSchema(resolve(operation.requestBody, root)),
    responses: Object.entries(asObject(operation.responses)).map(([status, response]) => {
      const resolved = resolve(response, root);
      return { status, description: asText(resolved.description), schema: jsonSchema(resolved) };
    }),
  };
}

function readParameter(parameter: Schema): Parameter {
  return {
    name: asText(parameter.name),
    in: asText(parameter.in),
    isRequired: parameter.required === true,
    type: typeName(asObject(parameter.schema)),
    description: asText(parameter.description),
  };
}

function groupByTag(operations: { tag: string; operation: Operation }[]): ApiDocument['groups'] {
  const groups = new Map<string, Operation[]>();
  for (const { tag, operation } of operations) groups.set(tag, [...(groups.get(tag) ?? []), operation]);
  return [...groups].map(([name, list]) => ({ name, operations: list }));
}

function jsonSchema(holder: Schema): Schema | null {
  const schema = asObject(asObject(holder.content)['application/json']).schema;
  return schema === undefined ? null : asObject(schema);
}

/** `string`, `integer`, `Room[]`, `"live" | "ended"`. */
export function typeName(schema: Schema): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
  if ('const' in schema) return JSON.stringify(schema.const);
  const choices = asList(schema.enum);
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const unions = [...asList(schema.anyOf), ...asList(schema.oneOf), ...asList(schema.allOf)];
  if (unions.length > 0) return unions.map((option) => typeName(asObject(option))).join(' | ');
  if (schema.type === 'array') return `${typeName(asObject(schema.items))}[]`;
  const name = Array.isArray(schema.type) ? schema.type.join(' | ') : asText(schema.type);
  return (name || 'object') + (typeof schema.format === 'string' ? ` (${schema.format})` : '');
}

export interface Property {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

export function propertiesOf(schema: Schema): Property[] {
  const required = new Set(asList(schema.required));
  return Object.entries(asObject(schema.properties)).map(([name, property]) => ({
    name,
    schema: asObject(property),
    isRequired: required.has(name),
  }));
}

/** What an array holds, or the schema itself: the object whose properties are worth a table. */
export function elementOf(schema: Schema): Schema {
  return schema.type === 'array' ? asObject(schema.items) : schema;
}

function resolve(value: unknown, root: Schema): Schema {
  const object = asObject(value);
  if (typeof object.$ref !== 'string') return object;
  return object.$ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<Schema>((at, key) => asObject(at[key]), root);
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
