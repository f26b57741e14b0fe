const usualHttpsPort = 3443;

/**
 * Where this page is served over HTTPS: what the server says at `/api/info` (`httpsPort`, 0 or null for none); a server that does not
 * say is taken to use the documented default port.
 */
export async function findSecureAddress(signal: AbortSignal): Promise<string | null> {
  const port = await readHttpsPort(signal);
  if (!port) return null;
  const address = new URL(location.href);
  address.protocol = 'https:';
  address.port = String(port);
  return address.href;
}

async function readHttpsPort(signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch('/api/info', { signal });
    if (!response.ok) return usualHttpsPort;
    const info: unknown = await response.json();
    if (typeof info !== 'object' || info === null || !('httpsPort' in info)) return usualHttpsPort;
    return typeof info.httpsPort === 'number' ? info.httpsPort : null;
  } catch {
    return usualHttpsPort;
  }
}
