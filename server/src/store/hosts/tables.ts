/** Who somebody is at the host of a mini program. */
export interface HostUserTable {
  user_id: string;
  host: string;
  app_id: string;
  open_id: string;
  union_id: string | null;
  created_at: number;
}

/** Messages agreed to and not had yet. */
export interface HostMessageQuotaTable {
  user_id: string;
  template_id: string;
  remaining: number;
  changed_at: number;
}

export interface HostTables {
  host_users: HostUserTable;
  host_message_quotas: HostMessageQuotaTable;
}
