import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { AppError } from '../core/AppError.ts';
import { StartError } from '../core/StartError.ts';

/** @param tls PEM texts; `null`: no HTTPS */
export function createServers(
  app: RequestListener,
  tls: { cert: string; key: string } | null,
): { http: Server; https: Server | null } {
  return {
    http: withLimits(createHttpServer(app)),
    https: tls && withLimits(createHttpsServer(tls, app)),
  };
}

// research/reliability.md §4.2 no. 19. A request here is small: only answers may take long.
function withLimits<S extends Server>(server: S): S {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
  return server;
}

/** @throws StartError when the port is taken */
export function listen(
  server: NetServer,
  at: { setting: string; port: number; host: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) => reject(portError(at.setting, at.port, cause));
    server.once('error', refuse);
    server.listen(at.port, at.host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

/** For a start that has much to do before it listens. @throws StartError when the port is taken */
export async function assertPortIsFree(at: Parameters<typeof listen>[1]): Promise<void> {
  const probe = createHttpServer();
  await listen(probe, at);
  await closeServer(probe);
}

/** The setting to change, where a port is taken; else the error as it is. */
export function portError(setting: string, port: number, cause: unknown): unknown {
  const isTaken = cause instanceof Error && /EADDRINUSE|address already in use/.test(cause.message);
  return isTaken ? new StartError(`${setting}: port ${port} is in use by another program`, { cause }) : cause;
}

export function closeServer(server: Server | null): Promise<void> {
  if (!server?.listening) return Promise.resolve();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function portOf(server: NetServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new AppError('internal', { detail: 'the server does not listen' });
  return (address satisfies AddressInfo).port;
}
