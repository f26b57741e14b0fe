import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { issueServerCertificate } from './x509.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Apple's platforms accept no server certificate with more. */
const VALID_DAYS = 397;
const RENEW_DAYS = 30;

/**
 * Makes certs/dev-cert.pem and certs/dev-key.pem for this machine's names and LAN addresses, and certs/dev-ca.pem to trust on
 * phones. Renewed when it runs out soon or the machine has an address that it does not cover.
 *
 * It is made with Node's own cryptography and not with the openssl program, which a minimal system does not have.
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function provideCertificate(folder) {
  const names = { dns: dnsNames(hostname()), ip: ['127.0.0.1', '::1', ...lanAddresses(networkInterfaces())] };
  const current = await readFile(join(folder, 'dev-cert.pem'), 'utf8').catch(() => undefined);
  const hasKey = (await readFile(join(folder, 'dev-key.pem')).catch(() => undefined)) !== undefined;
  const reason =
    current && hasKey ? reasonToRenew(new X509Certificate(current), names, Date.now()) : 'there was none yet';
  if (!reason) return `covers ${names.ip.join(', ')}`;

  const notBefore = new Date(Date.now() - DAY_MS);
  const notAfter = new Date(Date.now() + VALID_DAYS * DAY_MS);
  const issued = issueServerCertificate({ ...names, commonName: 'Lianmai development', notBefore, notAfter });
  await mkdir(folder, { recursive: true });
  await replaceFile(join(folder, 'dev-key.pem'), issued.key, 0o600);
  await replaceFile(join(folder, 'dev-ca.pem'), issued.authority, 0o644);
  await replaceFile(join(folder, 'dev-cert.pem'), issued.certificate + issued.authority, 0o644);
  return `made one for HTTPS on ${names.ip.join(', ')}: ${reason}`;
}

/**
 * @param {X509Certificate} certificate
 * @param {{ dns: string[], ip: string[] }} names
 * @param {number} now
 */
export function reasonToRenew(certificate, { dns, ip }, now) {
  const isExpiring = Date.parse(certificate.validTo) - now < RENEW_DAYS * DAY_MS;
  if (isExpiring) return 'the old one runs out';
  const uncovered = [
    ...ip.filter((address) => !certificate.checkIP(address)),
    ...dns.filter((name) => !certificate.checkHost(name)),
  ];
  return uncovered.length > 0 ? `the old one lacks ${uncovered.join(', ')}` : undefined;
}

/**
 * IPv4 only: privacy extensions change IPv6 addresses daily, and phones of a LAN reach it over IPv4.
 * @param {ReturnType<typeof networkInterfaces>} interfaces
 */
export function lanAddresses(interfaces) {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  return all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
}

/** @param {string} host */
export function dnsNames(host) {
  const isPlainName = /^[a-z0-9-]+$/iu.test(host) && host !== 'localhost';
  return isPlainName ? ['localhost', host.toLowerCase(), `${host.toLowerCase()}.local`] : ['localhost'];
}

/**
 * @param {string} file
 * @param {string} content
 * @param {number} mode
 */
async function replaceFile(file, content, mode) {
  const making = `${file}.making-${process.pid}`;
  await writeFile(making, content, { mode });
  await chmod(making, mode);
  await rename(making, file);
}
