import { z } from 'zod';
import { HostsInfo } from './hosts.ts';
import { DisplayName, RoomId, RoomTitle } from './ids.ts';
import { limits } from './limits.ts';
import { RoomAccess, RoomStatus, UserRef } from './room.ts';

const httpUrl = z
  .url({ protocol: /^https?$/ })
  .max(limits.urlLength)
  // `URL` takes what a database does not.
  .regex(/^\P{Cc}*$/u, 'must not have control characters');

export const GuestLoginBody = z.strictObject({ name: DisplayName });
export type GuestLoginBody = z.input<typeof GuestLoginBody>;

/** Answer of every login. */
export const LoginResult = z.object({ token: z.string(), user: UserRef, expiresAt: z.iso.datetime() });
export type LoginResult = z.infer<typeof LoginResult>;

export const CreateRoomBody = z.strictObject({
  title: RoomTitle,
  /** Wished id; the server makes one when it is absent. */
  id: RoomId.optional(),
  coverUrl: httpUrl.nullable().default(null),
  access: RoomAccess.default('public'),
});
export type CreateRoomBody = z.input<typeof CreateRoomBody>;

export const UpdateRoomBody = z
  .strictObject({
    title: RoomTitle.optional(),
    coverUrl: httpUrl.nullable().optional(),
    access: RoomAccess.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'nothing to change');
export type UpdateRoomBody = z.input<typeof UpdateRoomBody>;

/** What lets people into a private room: `url` is the room's page with `code` in it. */
export const RoomInvitation = z.object({ code: z.string(), url: z.url() });
export type RoomInvitation = z.infer<typeof RoomInvitation>;

/** `uninvite`: who was invited so far is not any more, and leaves a room that is private. */
export const RenewRoomInvitationBody = z.strictObject({ uninvite: z.boolean().default(false) });
export type RenewRoomInvitationBody = z.input<typeof RenewRoomInvitationBody>;

export const AcceptRoomInvitationBody = z.strictObject({ code: z.string().min(1).max(64) });
export type AcceptRoomInvitationBody = z.input<typeof AcceptRoomInvitationBody>;

export const ListRoomsQuery = z.strictObject({
  status: RoomStatus.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** Opaque: take it from the `Link` header of the page before. */
  cursor: z.coerce.number().int().min(0).optional(),
});

export const StreamSourceType = z.enum(['webrtc', 'flv', 'hls']);
export type StreamSourceType = z.infer<typeof StreamSourceType>;

/**
 * Whose player asks. WeChat's, QQ's and Douyin's `<live-player>` play HTTP-FLV and no HLS (WeChat, QQ) or that best (Douyin); Alipay has
 * no live player and Baidu's plays HLS; none of them has WebRTC. Sources: the hosts' component documentation.
 */
export const StreamPlatform = z.enum(['web', 'wechat', 'qq', 'douyin', 'alipay', 'baidu']);
export type StreamPlatform = z.infer<typeof StreamPlatform>;

export const RoomStreamQuery = z.object({ platform: StreamPlatform.default('web') });

export const RoomStreamSource = z.object({
  type: StreamSourceType,
  url: z.url(),
  /** From then on nothing begins to play there: ask for the stream again before. */
  expiresAt: z.iso.datetime().optional(),
});
export type RoomStreamSource = z.infer<typeof RoomStreamSource>;

/** `GET /api/rooms/:id/stream`. `streamUrl` is the HLS one; `sources` are those that the platform plays, the best first. */
export const RoomStream = z.object({
  roomId: z.string(),
  status: RoomStatus,
  streamUrl: z.url(),
  sources: z.array(RoomStreamSource),
});
export type RoomStream = z.infer<typeof RoomStream>;

/** `GET /api/info`: what a page needs to know of its server before anybody has signed in. */
export const ServerInfo = z.object({
  protocolVersion: z.number().int(),
  /** `null`: the server itself offers no HTTPS. */
  httpsPort: z.number().int().nullable(),
  areGuestsAllowed: z.boolean(),
  /** Anybody may register an account here. */
  isRegistrationOpen: z.boolean(),
  /** Mini programs: the hosts that are set up, and what they can send. */
  hosts: HostsInfo,
});
export type ServerInfo = z.infer<typeof ServerInfo>;
