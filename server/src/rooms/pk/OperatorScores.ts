import { AppError } from '../../core/AppError.ts';
import type { AddScore, ScoreSource } from '../ports/ScoreSource.ts';

/** Points that an operator, or a program with an operator's token, gives by hand. */
export class OperatorScores implements ScoreSource {
  #add: AddScore | null = null;

  connect(add: AddScore): () => void {
    this.#add = add;
    return () => {
      this.#add = null;
    };
  }

  /** @throws AppError as `AddScore`; `pk_not_found` when nobody takes points any more */
  give(roomId: string, points: number): void {
    if (!this.#add) throw new AppError('pk_not_found');
    this.#add(roomId, points);
  }
}
