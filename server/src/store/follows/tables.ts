export interface FollowTable {
  user_id: string;
  anchor_id: string;
  created_at: number;
}

/** Shows that anchors have announced. `state`: `upcoming`, `begun`, `cancelled`, `missed`. */
export interface ScheduledShowTable {
  id: string;
  room_id: string;
  anchor_id: string;
  title: string;
  starts_at: number;
  created_at: number;
  state: string;
}

export interface ReminderTable {
  schedule_id: string;
  user_id: string;
  created_at: number;
}

/** One row however many people it is for; names as they were. */
export interface NoticeTable {
  id: string;
  kind: string;
  at: number;
  anchor_id: string;
  anchor_name: string;
  anchor_avatar_url: string | null;
  room_id: string;
  title: string;
  schedule_id: string | null;
}

export interface NoticeReadTable {
  user_id: string;
  read_up_to: number;
}

export interface PushSubscriptionTable {
  endpoint: string;
  user_id: string;
  p256dh: string;
  auth: string;
  language: string;
  created_at: number;
}

export interface FollowsTables {
  follows: FollowTable;
  scheduled_shows: ScheduledShowTable;
  reminders: ReminderTable;
  notices: NoticeTable;
  notice_reads: NoticeReadTable;
  push_subscriptions: PushSubscriptionTable;
}
