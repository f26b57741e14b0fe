import { z } from 'zod';
import { RoomTitle } from './ids.ts';
import { limits } from './limits.ts';
import { RoomView, UserRef } from './room.ts';

/** Answer of `PUT` and `DELETE /api/users/:userId/follow`. */
export const FollowState = z.object({ isFollowed: z.boolean(), followerCount: z.number().int() });
export type FollowState = z.infer<typeof FollowState>;

/** One line of `GET /api/me/follows`. */
export const Follow = z.object({
  user: UserRef,
  followedAt: z.iso.datetime(),
  /** What they are live with now. */
  liveRoom: RoomView.nullable(),
});
export type Follow = z.infer<typeof Follow>;

export const ListFollowsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** Opaque: take it from the `Link` header of the page before. */
  cursor: z.string().max(200).optional(),
  /** `true`: only those who are live now, all in one page. */
  live: z.enum(['true', 'false']).default('false'),
});

export const ScheduleShowBody = z.strictObject({ title: RoomTitle, startsAt: z.iso.datetime() });
export type ScheduleShowBody = z.input<typeof ScheduleShowBody>;

/** A show that its anchor has announced and not begun yet. */
export const ScheduledShow = z.object({
  id: z.string(),
  roomId: z.string(),
  anchor: UserRef,
  title: z.string(),
  startsAt: z.iso.datetime(),
  /** How many people want to be told when it begins. */
  reminderCount: z.number().int(),
  /** Whether the caller is one of them; `null` without a token. */
  isReminded: z.boolean().nullable(),
});
export type ScheduledShow = z.infer<typeof ScheduledShow>;

export const ListScheduleQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** Answer of `PUT` and `DELETE /api/schedule/:scheduleId/reminder`. */
export const ReminderState = z.object({ isReminded: z.boolean(), reminderCount: z.number().int() });
export type ReminderState = z.infer<typeof ReminderState>;

/** `wentLive`: a followed anchor is live, or a show one wanted to be reminded of begins. `showCancelled`: such a show will not be. */
export const UserNoticeKind = z.enum(['wentLive', 'showCancelled']);
export type UserNoticeKind = z.infer<typeof UserNoticeKind>;

/** What one user is told wherever they are: in the app, by Web Push, or through another channel. */
export const UserNotice = z.object({
  id: z.string(),
  kind: UserNoticeKind,
  at: z.iso.datetime(),
  anchor: UserRef,
  roomId: z.string(),
  title: z.string(),
  /** The scheduled show that this is about. */
  scheduleId: z.string().nullable(),
});
export type UserNotice = z.infer<typeof UserNotice>;

/** `GET /api/me/notices`: newest first. */
export const UserNotices = z.object({
  notices: z.array(UserNotice),
  /** Everything until then was seen. */
  readUpTo: z.iso.datetime().nullable(),
});
export type UserNotices = z.infer<typeof UserNotices>;

export const MarkNoticesReadBody = z.strictObject({ upTo: z.iso.datetime() });
export type MarkNoticesReadBody = z.input<typeof MarkNoticesReadBody>;

const base64Url = z.string().regex(/^[A-Za-z0-9_-]+={0,2}$/);

/** `PUT /api/me/push-subscription`: what `PushManager.subscribe()` gave, and the language of its messages. */
export const PushSubscriptionBody = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(limits.pushEndpointLength),
  keys: z.strictObject({ p256dh: base64Url.min(80).max(100), auth: base64Url.min(16).max(40) }),
  language: z.enum(['zh', 'en']).default('zh'),
});
export type PushSubscriptionBody = z.input<typeof PushSubscriptionBody>;

export const EndPushSubscriptionBody = z.strictObject({
  endpoint: z.string().max(limits.pushEndpointLength),
});
export type EndPushSubscriptionBody = z.input<typeof EndPushSubscriptionBody>;

/** `GET /api/push-key`: what a browser subscribes with. */
export const PushKey = z.object({ publicKey: z.string() });
export type PushKey = z.infer<typeof PushKey>;

/** What a push message carries, encrypted, to the service worker: it writes the sentence in its own words. */
export const PushMessage = z.object({ notice: UserNotice, language: z.enum(['zh', 'en']) });
export type PushMessage = z.infer<typeof PushMessage>;
