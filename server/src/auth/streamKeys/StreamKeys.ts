import { createHmac } from 'node:crypto';
import { Emitter } from '../../core/Emitter.ts';
import { isSameSecret } from '../../core/isSameSecret.ts';
import type { Logger } from '../../core/logger.ts';
import type { SigningKey } from '../AccessTokens.ts';
import type { StreamKeyStore } from './ports.ts';

/** Whose key: an id that another anchor gets one day brings none of its former anchor's keys with it. */
export interface KeyedRoom {
  id: string;
  anchor: { id: string };
}

/** By which a stream key is told from an access token, and found by scanners for leaked secrets. */
const prefix = 'lmsk_';
const keyBytes = 20;

/**
 * Owns the stream keys of all rooms: what an encoder publishes with that cannot sign in, for as long as the anchor likes. Nothing secret
 * is kept: a key is derived from the server's signing key and a number, and renewing it counts the number up (ADR 15).
 */
export class StreamKeys {
  readonly #newestSecret: string;
  readonly #secrets: readonly string[];
  readonly #store: StreamKeyStore;
  /** Of rooms whose key was ever renewed. In memory, so that encoders come back while the database is away. */
  readonly #generations = new Map<string, number>();
  readonly #changes: Emitter<{ renewed: string }>;

  /** @param signingKeys newest first: the first makes keys, those made with any of them count */
  static async load(
    signingKeys: readonly SigningKey[],
    store: StreamKeyStore,
    log: Logger,
  ): Promise<StreamKeys> {
    const keys = new StreamKeys(signingKeys, store, log);
    for (const { roomId, generation } of await store.loadAll()) keys.#generations.set(roomId, generation);
    return keys;
  }

  private constructor(signingKeys: readonly SigningKey[], store: StreamKeyStore, log: Logger) {
    const [newest] = signingKeys;
    if (!newest) throw new Error('at least one signing key is needed');
    this.#newestSecret = newest.secret;
    this.#secrets = signingKeys.map(({ secret }) => secret);
    this.#store = store;
    this.#changes = new Emitter((err) => log.error({ err }, 'stream key listener failed'));
  }

  /** True for what can only be meant as a stream key. */
  static looksLikeOne(credential: string): boolean {
    return credential.startsWith(prefix);
  }

  keyOf(room: KeyedRoom): string {
    return this.#keyBy(this.#newestSecret, room);
  }

  isKeyOf(room: KeyedRoom, credential: string): boolean {
    return this.#secrets.some((secret) => isSameSecret(credential, this.#keyBy(secret, room)));
  }

  /** The keys before are good no more, once this resolves. @throws AppError `database_unavailable`; they stay good then */
  async renew(room: KeyedRoom): Promise<string> {
    const generation = await this.#store.countUp(room.id);
    this.#generations.set(room.id, Math.max(generation, this.#generationOf(room.id)));
    this.#changes.emit('renewed', room.id);
    return this.keyOf(room);
  }

  /** Called with a room's id, after its keys have changed. Returns its undo. */
  onRenewed(listener: (roomId: string) => void): () => void {
    return this.#changes.on('renewed', listener);
  }

  #generationOf(roomId: string): number {
    return this.#generations.get(roomId) ?? 0;
  }

  #keyBy(secret: string, room: KeyedRoom): string {
    // As JSON no two of these read the same.
    const whose = JSON.stringify(['stream key', room.id, room.anchor.id, this.#generationOf(room.id)]);
    const digest = createHmac('sha256', secret).update(whose).digest();
    return prefix + digest.subarray(0, keyBytes).toString('hex');
  }
}
