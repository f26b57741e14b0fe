import { z } from 'zod';

/** Hosts of mini programs whose users can log in by what the host says of them. */
export const MiniProgramHost = z.enum(['wechat', 'douyin', 'alipay']);
export type MiniProgramHost = z.infer<typeof MiniProgramHost>;

/** `POST /api/auth/wechat`, `douyin`, `alipay`: the code that the host's `login()` (Alipay: `getAuthCode()`) gave the mini program. */
export const HostLoginBody = z.strictObject({ code: z.string().min(1).max(512) });
export type HostLoginBody = z.input<typeof HostLoginBody>;
