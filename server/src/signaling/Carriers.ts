import type { SignedOut } from '../rooms/signedOut.ts';

/** One way in of signalling. */
interface Carrier {
  readonly connectionCount: number;
  /** Their Sessions end, and their connections are closed. */
  disconnect(signedOut: SignedOut): void;
  close(): Promise<void>;
}

/** All ways in of signalling, as one. */
export class Carriers implements Carrier {
  readonly #carriers: readonly Carrier[];

  constructor(carriers: readonly Carrier[]) {
    this.#carriers = carriers;
  }

  get connectionCount(): number {
    return this.#carriers.reduce((sum, { connectionCount }) => sum + connectionCount, 0);
  }

  disconnect(signedOut: SignedOut): void {
    for (const carrier of this.#carriers) carrier.disconnect(signedOut);
  }

  async close(): Promise<void> {
    await Promise.all(this.#carriers.map((carrier) => carrier.close()));
  }
}
