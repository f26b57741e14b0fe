import { z } from 'zod';

/** Hosts of mini programs whose users can log in by what the host says of them. */
export const MiniProgramHost = z.enum(['wechat', 'douyin', 'alipay']);
export type MiniProgramHost = z.infer<typeof MiniProgramHost>;

/** `POST /api/auth/wechat`, `douyin`, `alipay`: the code that the host's `login()` (Alipay: `getAuthCode()`) gave the mini program. */
export const HostLoginBody = z.strictObject({ code: z.string().min(1).max(512) });
export type HostLoginBody = z.input<typeof HostLoginBody>;

/** What this server has set up for the mini program of one host. */
export const HostInfo = z.object({
  /** Ids of the message templates that somebody can agree to, by what they tell. */
  templates: z.object({ wentLive: z.string().optional() }),
});
export type HostInfo = z.infer<typeof HostInfo>;

/** In `GET /api/info`: the hosts whose users can log in here. */
export const HostsInfo = z.object({
  wechat: HostInfo.optional(),
  douyin: HostInfo.optional(),
  alipay: HostInfo.optional(),
});
export type HostsInfo = z.infer<typeof HostsInfo>;

/** What the host's `requestSubscribeMessage()` says of one template: `ban` and `filter` mean that the host offers it to nobody. */
export const HostMessageAnswer = z.enum(['accept', 'reject', 'ban', 'filter']);
export type HostMessageAnswer = z.infer<typeof HostMessageAnswer>;

/** `POST /api/me/host-messages`: what the caller has just answered the host. Each `accept` is good for one message. */
export const HostMessageBody = z.strictObject({
  host: MiniProgramHost,
  templateId: z.string().min(1).max(128),
  result: HostMessageAnswer,
});
export type HostMessageBody = z.input<typeof HostMessageBody>;

/** How many messages of one template the caller has agreed to and not had yet. */
export const HostMessageQuota = z.object({ templateId: z.string(), remaining: z.number().int() });
export type HostMessageQuota = z.infer<typeof HostMessageQuota>;
