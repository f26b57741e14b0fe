import type { Clock } from '../core/Clock.ts';
import type { Identity } from '../rooms/permissions.ts';

// Timers hold 2^31 ms at most; a client that stays connected for weeks is then asked for a new token early.
const longestTimerMs = 2 ** 31 - 1;

/** How long a connection may stay: until its token ends. */
export function untilExpiry({ expiresAtMs }: Identity, clock: Clock): number {
  return Math.min(longestTimerMs, Math.max(0, expiresAtMs - clock.nowMs()));
}

/** CORS headers do not stop a WebSocket: the handshake itself is refused. Programs that are no browser send no origin. */
export function isAllowedOrigin(origin: string | undefined, allowed: '*' | readonly string[]): boolean {
  return allowed === '*' || origin === undefined || allowed.includes(origin);
}
