/** Who is told that somebody watches a room by a player of FLV or HLS. */
export interface ViewerCounter {
  /**
   * A player has begun. Returns its end.
   * @param ticket the Session that it plays for, as its address says; `null` without one
   */
  open(roomId: string, ticket: string | null): () => void;
}
