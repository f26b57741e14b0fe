/** What somebody has given in a show, by which the audience is ordered. Gifts implement it. */
export interface Contributions {
  /** Coins; 0 for who has given nothing, and for a show that is not running. */
  contributionOf(showId: string, userId: string): number;
}
