/** How often a room's stream key was renewed. Outlives its room: an old key must not come back with it. */
export interface StreamKeyTable {
  room_id: string;
  generation: number;
}

export interface StreamKeyTables {
  stream_keys: StreamKeyTable;
}
