import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dnsNames, lanAddresses, provideCertificate, reasonToRenew } from './certificate.mjs';
import { ipv6Bytes, issueServerCertificate } from './x509.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
const now = Date.now();
const names = { dns: ['localhost'], ip: ['127.0.0.1', '::1', '192.168.1.20'] };
const issued = issueServerCertificate({
  ...names,
  commonName: 'test',
  notBefore: new Date(now - DAY_MS),
  notAfter: new Date(now + 100 * DAY_MS),
});

describe('an issued certificate', () => {
  it('covers its names and addresses, signed by its authority', () => {
    const certificate = new X509Certificate(issued.certificate);
    const authority = new X509Certificate(issued.authority);
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:192.168.1.20',
    );
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect([authority.ca, certificate.ca]).toEqual([true, false]);
  });

  it('is accepted by a TLS client that trusts the authority', async () => {
    const server = createServer({ cert: issued.certificate + issued.authority, key: issued.key });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const socket = connect({ port, host: '127.0.0.1', ca: issued.authority });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    expect(socket.authorized).toBe(true);
  });
});

describe('reasonToRenew', () => {
  const certificate = new X509Certificate(issued.certificate);

  it.each([
    ['nothing changed', names, now, undefined],
    ['an address went away', { ...names, ip: ['127.0.0.1'] }, now, undefined],
    ['it runs out soon', names, now + 80 * DAY_MS, 'the old one runs out'],
    ['there is a new address', { ...names, ip: ['10.0.0.5'] }, now, 'the old one lacks 10.0.0.5'],
    ['there is a new name', { ...names, dns: ['studio.local'] }, now, 'the old one lacks studio.local'],
  ])('%s', (_, wanted, at, expected) => {
    expect(reasonToRenew(certificate, wanted, at)).toBe(expected);
  });
});

describe('provideCertificate', () => {
  it('keeps the key to its owner and makes nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lianmai-certs-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    expect(await provideCertificate(folder)).toMatch(/^made one for HTTPS on .*: there was none yet$/u);
    expect((await stat(join(folder, 'dev-key.pem'))).mode & 0o777).toBe(0o600);
    const first = await readFile(join(folder, 'dev-cert.pem'), 'utf8');
    expect(await provideCertificate(folder)).toMatch(/^covers /u);
    expect(await readFile(join(folder, 'dev-cert.pem'), 'utf8')).toBe(first);
  });
});

describe('what it is for', () => {
  it('takes the LAN addresses that phones can reach', () => {
    const common = { netmask: '', mac: '', cidr: null };
    const interfaces = {
      lo: [{ ...common, family: /** @type {const} */ ('IPv4'), address: '127.0.0.1', internal: true }],
      eth0: [
        { ...common, family: /** @type {const} */ ('IPv4'), address: '192.168.1.20', internal: false },
        { ...common, family: /** @type {const} */ ('IPv6'), address: 'fe80::1', internal: false, scopeid: 2 },
      ],
    };
    expect(lanAddresses(interfaces)).toEqual(['192.168.1.20']);
  });

  it.each([
    ['Studio', ['localhost', 'studio', 'studio.local']],
    ['localhost', ['localhost']],
    ['strange_name!', ['localhost']],
  ])('knows the machine %s by %j', (host, expected) => {
    expect(dnsNames(host)).toEqual(expected);
  });

  it.each([
    ['::1', '00000000000000000000000000000001'],
    ['fd00:a::2', 'fd00000a000000000000000000000002'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('writes %s as bytes', (address, hex) => {
    expect(ipv6Bytes(address).toString('hex')).toBe(hex);
  });
});
