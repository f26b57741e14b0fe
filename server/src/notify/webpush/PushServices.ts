/**
 * Where messages may be sent. A subscription's address comes from a client: without this list anybody could make the server post to
 * whatever it can reach. Entries are host names (`*.` in front: and those below), HTTPS only, or whole origins.
 */
export class PushServices {
  readonly #hosts: readonly string[];
  readonly #origins: readonly string[];

  constructor(allowed: readonly string[]) {
    this.#origins = allowed.filter((entry) => entry.includes('://'));
    this.#hosts = allowed.filter((entry) => !entry.includes('://'));
  }

  isAllowed(endpoint: string): boolean {
    if (!URL.canParse(endpoint)) return false;
    const { protocol, hostname, origin, port, username, password } = new URL(endpoint);
    if (username || password) return false;
    if (this.#origins.includes(origin)) return true;
    if (protocol !== 'https:' || port !== '') return false;
    return this.#hosts.some((host) =>
      host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host,
    );
  }
}
