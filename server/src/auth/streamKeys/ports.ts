/** How often each room's stream key was renewed. */
export interface StreamKeyStore {
  /** Rooms that are not among them: never. */
  loadAll(): Promise<readonly { roomId: string; generation: number }[]>;
  /** One more; answers how many now. @throws AppError `database_unavailable` */
  countUp(roomId: string): Promise<number>;
}
