import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listenInfos } from './listenInfos.ts';

function address(ip: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false): NetworkInterfaceInfo {
  const common = { address: ip, netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
}

const interfaces = {
  lo: [address('127.0.0.1', 'IPv4', true)],
  eth0: [address('192.0.2.10'), address('fe80::1', 'IPv6'), address('169.254.3.4')],
  wlan0: [address('198.51.100.7')],
};

const sockets = (host: string, announcedAddress?: string) =>
  listenInfos({ host, announcedAddress, port: 4000 }, interfaces).map(
    (info) => `${info.protocol} ${info.ip} ${info.announcedAddress ?? '-'}`,
  );

describe('listenInfos', () => {
  it('takes every IPv4 address and loopback on 0.0.0.0, UDP before TCP', () => {
    expect(sockets('0.0.0.0')).toEqual([
      'udp 192.0.2.10 -',
      'udp 198.51.100.7 -',
      'udp 127.0.0.1 -',
      'tcp 192.0.2.10 -',
      'tcp 198.51.100.7 -',
      'tcp 127.0.0.1 -',
    ]);
  });

  it('takes one socket on 0.0.0.0 behind an announced address', () => {
    expect(sockets('0.0.0.0', 'live.example.com')).toEqual([
      'udp 0.0.0.0 live.example.com',
      'tcp 0.0.0.0 live.example.com',
    ]);
  });

  it('takes the one address that was given', () => {
    expect(sockets('127.0.0.1')).toEqual(['udp 127.0.0.1 -', 'tcp 127.0.0.1 -']);
  });

  it('works on a machine without a network', () => {
    const infos = listenInfos({ host: '0.0.0.0', port: 0 }, {});
    expect(infos.map(({ ip }) => ip)).toEqual(['127.0.0.1', '127.0.0.1']);
  });
});
