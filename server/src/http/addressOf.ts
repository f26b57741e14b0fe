import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Whom a rate limit counts: an address, or of IPv6 the network (/64) that one household has. */
export function addressOf(request: Request): string {
  const address = request.ip ?? '';
  return isIPv6(address) && !address.includes('.') ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
