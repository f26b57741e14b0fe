/**
 * Takes points for the room's side of its running battle.
 * @throws AppError `invalid_request` (not a whole number above 0), `pk_not_found`, `invalid_state` (the battle is over)
 */
export type AddScore = (roomId: string, points: number) => void;

/** Where the points of PKs come from: an operator, gifts, a game. */
export interface ScoreSource {
  /** From now on its points go to `add`, until the returned function is called. */
  connect(add: AddScore): () => void;
}
