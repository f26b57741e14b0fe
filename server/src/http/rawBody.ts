import type { IncomingMessage } from 'node:http';

const bodies = new WeakMap<IncomingMessage, string>();

/** Keeps a body as it came, where a signature over it will be checked: parsed and written again it may look different. */
export function keepRawBody(request: IncomingMessage, _response: unknown, body: Buffer): void {
  if (request.headers['lianmai-signature'] !== undefined) bodies.set(request, body.toString('utf8'));
}

/** The body of a request that carries a signature; empty for any other. */
export function rawBodyOf(request: IncomingMessage): string {
  return bodies.get(request) ?? '';
}
