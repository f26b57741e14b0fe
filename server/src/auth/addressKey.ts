import { createHmac } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';

const keyLength = 22;

// Behind one of these may be everybody: a proxy that nobody named as trusted, a container's gateway, the machine itself.
const shared = new BlockList();
shared.addSubnet('0.0.0.0', 8);
shared.addSubnet('10.0.0.0', 8);
shared.addSubnet('100.64.0.0', 10);
shared.addSubnet('127.0.0.0', 8);
shared.addSubnet('169.254.0.0', 16);
shared.addSubnet('172.16.0.0', 12);
shared.addSubnet('192.168.0.0', 16);
shared.addAddress('::1', 'ipv6');
shared.addSubnet('fc00::', 7, 'ipv6');
shared.addSubnet('fe80::', 10, 'ipv6');

/**
 * A keyed hash that stands for a guest's address, so that the address itself is neither in their token nor kept anywhere. Of IPv6 it is
 * the network (/64), which is what one household has. `null` for addresses that many people share anyway.
 */
export function addressKeyOf(address: string | undefined, secret: string): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain || shared.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')) return null;
  const network = isIPv6(plain) ? networkOf(plain) : plain;
  const key = createHmac('sha256', secret).update(`guest address ${network}`).digest('base64url');
  return key.slice(0, keyLength);
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array<string>(missing).fill('0'), ...rest];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
