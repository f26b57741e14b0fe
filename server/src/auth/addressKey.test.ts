import { describe, expect, it } from 'vitest';
import { addressKeyOf } from './addressKey.ts';

describe('addressKeyOf', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '172.17.0.1',
    '192.168.1.5',
    '::ffff:127.0.0.1',
    'fe80::1%eth0',
    'fd00::5',
    undefined,
    '',
  ])('knows nobody behind %s', (address) => {
    expect(addressKeyOf(address, 'secret')).toBeNull();
  });

  it('is the same for one household, another for the next, and says nothing without the key', () => {
    const key = addressKeyOf('2001:db8:1:2::5', 'secret');
    expect(addressKeyOf('2001:0db8:1:2:aaaa:bbbb:cccc:dddd', 'secret')).toBe(key);
    expect(addressKeyOf('2001:db8:1:3::5', 'secret')).not.toBe(key);
    expect(addressKeyOf('2001:db8:1:2::5', 'other')).not.toBe(key);
    expect(addressKeyOf('::ffff:203.0.113.9', 'secret')).toBe(addressKeyOf('203.0.113.9', 'secret'));
    expect(key).not.toContain('2001');
  });
});
