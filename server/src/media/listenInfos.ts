import type { NetworkInterfaceInfo } from 'node:os';
import type { types } from 'mediasoup';
import { socketBufferBytes } from './mediaTiming.ts';

export interface ListenOptions {
  /** Where to listen: one address, or `0.0.0.0` for all. */
  host: string;
  /** What clients are told instead: a public address or host name in front of a NAT. */
  announcedAddress?: string | undefined;
  /** UDP and TCP; 0 takes any free one. */
  port: number;
}

// A machine with many container bridges would offer every client dozens of useless candidates.
const maxAddresses = 6;

/**
 * Where a worker listens for WebRTC and what it announces. On all addresses without an announced one, every IPv4 address gets its
 * own socket and its own candidate (a socket on 0.0.0.0 has nothing to announce): LAN addresses for phones, loopback for a browser
 * on this machine.
 */
export function listenInfos(
  { host, announcedAddress, port }: ListenOptions,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): types.TransportListenInfo[] {
  const ips = isWildcard(host) && !announcedAddress ? localAddresses(interfaces) : [host];
  const buffers = { sendBufferSize: socketBufferBytes, recvBufferSize: socketBufferBytes };
  // Priority falls in list order: all UDP before any TCP.
  return (['udp', 'tcp'] as const).flatMap((protocol) =>
    ips.map((ip) => ({ protocol, ip, port, ...buffers, ...(announcedAddress ? { announcedAddress } : {}) })),
  );
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function localAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  const lan = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    // 169.254/16 has no route to anybody.
    .filter(({ address }) => !address.startsWith('169.254.'))
    .map(({ address }) => address);
  return [...new Set(lan)].slice(0, maxAddresses).concat('127.0.0.1');
}
