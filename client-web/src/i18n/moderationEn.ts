/** Moderation: what somebody under a sanction sees, and what those who keep order do. */
export const moderationEn = {
  'moderation.kickedTitle': 'You were removed from this room',
  'moderation.kickedUntil': 'You can come back from {time}.',
  'moderation.bannedTitle': 'You are banned from this room',
  'moderation.bannedPlatformTitle': 'You are banned',
  'moderation.bannedForever': 'The ban has no end date.',
  'moderation.bannedUntil': 'The ban ends {time}.',
  'moderation.reason': 'Reason: {reason}',
  'moderation.mutedUntil': 'You are muted until {time}',
  'moderation.mutedShow': 'You are muted until this show ends',
  'moderation.mutedForever': 'You are muted here',
} as const;
