import { emptySnapshotParts, type SnapshotParts } from '@lianmai/shared';

/** What features beyond the domain's core (likes, chat, …) tell of one Room in its snapshot. */
export class RoomParts {
  readonly #reads = new Map<keyof SnapshotParts, () => SnapshotParts[keyof SnapshotParts]>();

  /** `read` is called for every snapshot: it must be cheap and its answer small. */
  add<K extends keyof SnapshotParts>(name: K, read: () => SnapshotParts[K]): void {
    this.#reads.set(name, read);
  }

  read(): SnapshotParts {
    const parts = [...this.#reads].map(([name, read]) => [name, read()] as const);
    return { ...emptySnapshotParts, ...Object.fromEntries(parts) };
  }

  get<K extends keyof SnapshotParts>(name: K): SnapshotParts[K] {
    return (this.#reads.get(name)?.() ?? emptySnapshotParts[name]) as SnapshotParts[K];
  }
}
