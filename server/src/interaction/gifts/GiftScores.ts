import { AppError } from '../../core/AppError.ts';
import type { AddScore, ScoreSource } from '../../rooms/ports/ScoreSource.ts';

/** Gifts as points of a PK: a coin is a point. Gifts outside a battle are no points, and nothing is wrong with that. */
export class GiftScores implements ScoreSource {
  #add: AddScore | null = null;

  connect(add: AddScore): () => void {
    this.#add = add;
    return () => {
      this.#add = null;
    };
  }

  give(roomId: string, coins: number): void {
    try {
      this.#add?.(roomId, coins);
    } catch (error) {
      const { code } = AppError.from(error);
      if (code !== 'pk_not_found' && code !== 'invalid_state') throw error;
    }
  }
}
