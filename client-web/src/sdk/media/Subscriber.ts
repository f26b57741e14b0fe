import { type ReadableStore, Store } from '../core/Store.ts';
import type { PlaybackStats, QualityChoice, RemoteUser } from '../types.ts';

/** Everybody else's tracks over WebRTC. */
export class Subscriber {
  readonly #users = new Store<readonly RemoteUser[]>([]);
  /** By seat, anchor first. */
  get users(): ReadableStore<readonly RemoteUser[]> {
    return this.#users;
  }
  get isStarted(): boolean {
    return false;
  }
  /** Receives everything that is and will be published in the room. */
  start(): void {}
  /** Receives nothing any more; `start()` begins again. */
  stop(): void {}
  setQuality(_choice: QualityChoice): void {}
  /** Size on screen in CSS pixels, for the choice of a layer; null: not visible. */
  setTileSize(_sessionId: string, _size: { width: number; height: number } | null): void {}
  /** Of one user (default: the anchor); null while nothing arrives. */
  async stats(_sessionId?: string): Promise<PlaybackStats | null> {
    return null;
  }
}
