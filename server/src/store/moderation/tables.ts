/** Tables of moderation. People (`person`, `actor`, …) are a `UserRef` as JSON: what they were called then. */
export interface ModerationTables {
  sanctions: {
    id: string;
    kind: string;
    /** `null`: on the whole platform. */
    room_id: string | null;
    user_id: string;
    person: string;
    imposed_by: string;
    by_rank: number;
    reason: string | null;
    imposed_at: number;
    until: number | null;
    show_id: string | null;
    address_key: string | null;
    address_until: number | null;
    lifted_at: number | null;
    lifted_by: string | null;
  };
  room_moderators: {
    room_id: string;
    user_id: string;
    person: string;
    named_by: string;
    named_at: number;
  };
  audit_log: {
    number: number;
    done_at: number;
    act: string;
    room_id: string | null;
    actor_id: string | null;
    actor: string | null;
    target_id: string | null;
    target: string | null;
    reason: string | null;
    detail: string | null;
    origin: string;
  };
  reports: {
    id: string;
    number: number;
    room_id: string;
    subject: string;
    subject_key: string;
    category: string;
    note: string | null;
    reporter_id: string | null;
    reporter: string | null;
    reported_at: number;
    outcome: string | null;
    resolved_at: number | null;
    resolved_by: string | null;
  };
  room_word_lists: {
    room_id: string;
    text: string;
    changed_at: number;
    changed_by: string;
  };
}
