/** One way in of signalling. */
interface Carrier {
  readonly connectionCount: number;
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

  async close(): Promise<void> {
    await Promise.all(this.#carriers.map((carrier) => carrier.close()));
  }
}
