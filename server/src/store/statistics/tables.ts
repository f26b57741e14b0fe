/** One show's figures. What lists and sums need stands in columns; the rest is read with the show alone. */
export interface ShowStatisticsTable {
  show_id: string;
  room_id: string;
  anchor_id: string;
  anchor_name: string;
  anchor_avatar_url: string | null;
  title: string;
  started_at: number;
  /** `null` while it runs. */
  ended_at: number | null;
  updated_at: number;
  /** The server stopped in the middle of it. */
  is_interrupted: number;
  viewers: number;
  peak_viewers: number;
  unique_viewers: number;
  watch_ms: number;
  arrivals: number;
  leavings: number;
  chat_messages: number;
  likes: number;
  gifts: number;
  income: number;
  /** JSON of `{ shares, quality }`. */
  details: string;
}

/** A running show has one row for every stretch; an ended one 720 at most. */
export interface ShowSampleTable {
  show_id: string;
  /** The end of the stretch. */
  at: number;
  viewers: number;
  peak_viewers: number;
  arrivals: number;
  leavings: number;
  chat_messages: number;
  likes: number;
  gifts: number;
  income: number;
}

export interface StatisticsTables {
  show_statistics: ShowStatisticsTable;
  show_samples: ShowSampleTable;
}
