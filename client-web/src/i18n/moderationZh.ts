import type { moderationEn } from './moderationEn.ts';

export const moderationZh: Record<keyof typeof moderationEn, string> = {
  'moderation.kickedTitle': '你已被踢出直播间',
  'moderation.kickedUntil': '{time} 后可再次进入。',
  'moderation.bannedTitle': '你已被该直播间拉黑',
  'moderation.bannedPlatformTitle': '你的账号已被封禁',
  'moderation.bannedForever': '解封时间：永久有效。',
  'moderation.bannedUntil': '{time} 解除。',
  'moderation.reason': '原因：{reason}',
  'moderation.mutedUntil': '你已被禁言至 {time}',
  'moderation.mutedShow': '你已被禁言，本场直播结束后解除',
  'moderation.mutedForever': '你已被永久禁言',
};
