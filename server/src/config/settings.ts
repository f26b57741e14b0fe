import { z } from 'zod';
import { readPrivateKey } from '../core/readPrivateKey.ts';

/*
 * One schema per setting, by the name it has in the environment. `.env.example` documents each; a test holds the two together.
 */

const port = z.coerce.number().int().min(0).max(65535);
const seconds = (fallback: number, max: number) => z.coerce.number().min(0).max(max).default(fallback);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];

function isProxyAddress(text: string): boolean {
  const range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
  return namedRanges.includes(text) || range.safeParse(text).success;
}

function isPrivateKey(text: string): boolean {
  try {
    return readPrivateKey(text).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

const apiBase = (usual: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).default(usual);

/** `anchor=thing1,title=thing2`: what of a message stands in which field of a host's template. */
const templateFields = list.pipe(
  z
    .array(
      z.templateLiteral(
        [z.enum(['anchor', 'title', 'time']), '=', z.string().regex(/^[a-z_]+\d{1,3}$/u)],
        'must be anchor=, title= or time= with a field such as thing1',
      ),
    )
    .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split('=')))),
);

export const settingSchemas = {
  PORT: port.default(3000),
  HTTPS_PORT: port.default(3443),
  HOST: z.union([z.ipv4(), z.ipv6()], 'must be an IP address to listen on').default('0.0.0.0'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  ANNOUNCED_ADDRESS: z
    .union([z.ipv4(), z.ipv6(), z.hostname()], 'must be an IP address or a host name')
    .optional(),
  RTC_PORT_BASE: port.default(44400),
  MEDIA_WORKERS: z.coerce.number().int().min(1).max(256).optional(),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
  RTMP_PORT: z.union([z.literal('off').transform(() => null), port]).default(1935),
  RTMP_URL: z.url({ protocol: /^rtmps?$/, error: 'must be an rtmp(s) URL' }).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' })
    .refine(
      (url) => /^\/?\d*$/u.test(new URL(url).pathname),
      'must end with the number of a database, or nothing',
    )
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
  API_KEY: list.optional(),
  // RFC 7518 §3.2: an HS256 key is at least as long as the hash.
  API_SECRET: list
    .refine((secrets) => secrets.every((secret) => secret.length >= 32), 'must have at least 32 characters')
    .optional(),
  PUSH_CONTACT: z
    .url({ protocol: /^(https|mailto)$/, error: 'must be a mailto: or https: address' })
    .default('mailto:operator@lianmai.invalid'),
  PUSH_SERVICES: list.default([
    'fcm.googleapis.com',
    'jmt17.google.com',
    '*.push.services.mozilla.com',
    '*.push.apple.com',
    '*.notify.windows.com',
  ]),
  WECHAT_APP_ID: z.string().optional(),
  WECHAT_APP_SECRET: z.string().optional(),
  WECHAT_API_BASE: apiBase('https://api.weixin.qq.com'),
  WECHAT_WENT_LIVE_TEMPLATE: z.string().max(128).optional(),
  WECHAT_WENT_LIVE_FIELDS: templateFields.default({ anchor: 'thing1', title: 'thing2', time: 'time3' }),
  WECHAT_ROOM_PAGE: z
    .string()
    .regex(/^[^/{}][^{}]*\{roomId\}[^{}]*$/u, 'must be a page with {roomId} in it, and no / in front')
    .default('pages/room/room?id={roomId}'),
  WECHAT_PROGRAM_STATE: z.enum(['developer', 'trial', 'formal']).default('formal'),
  WECHAT_REVIEW: z.enum(['on', 'off']).default('on'),
  DOUYIN_APP_ID: z.string().optional(),
  DOUYIN_APP_SECRET: z.string().optional(),
  DOUYIN_API_BASE: apiBase('https://developer.toutiao.com'),
  ALIPAY_APP_ID: z.string().optional(),
  ALIPAY_PRIVATE_KEY: z
    .string()
    .refine(isPrivateKey, 'is not an RSA private key (PEM or Base64 of PKCS #8)')
    .optional(),
  ALIPAY_API_BASE: apiBase('https://openapi.alipay.com'),
  REGISTRATION: z.enum(['open', 'closed']).optional(),
  OPERATORS: list.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  PLATFORM_SHARE_PERCENT: z.coerce.number().int().min(0).max(100).default(50),
  STARTING_COINS: z.coerce.number().int().min(0).max(1_000_000).optional(),
  PAYMENT_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  PAYMENT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SESSION_GRACE_SECONDS: seconds(25, 600),
  ANCHOR_GRACE_SECONDS: seconds(25, 3600),
  DRAIN_SECONDS: seconds(30, 86_400),
  GUEST_BAN_ADDRESS_HOURS: z.coerce
    .number()
    .min(0)
    .max(24 * 30)
    .default(24),
  REVIEW_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  REVIEW_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  REVIEW_TIMEOUT_MS: z.coerce.number().int().min(50).max(10_000).default(800),
  REVIEW_FAIL_MODE: z.enum(['open', 'closed']).default('open'),
  REVIEW_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(32),
  MEDIA_ACCESS: z.enum(['open', 'signed']).default('open'),
  MEDIA_ADDRESS_SECONDS: z.coerce.number().int().min(10).max(86_400).default(3600),
  EGRESS_LINGER_SECONDS: seconds(20, 3600),
  ALLOWED_ORIGINS: list.default(['*']),
  TRUSTED_PROXIES: list
    .refine(
      (proxies) => proxies.every(isProxyAddress),
      'must list IP addresses, CIDR ranges, loopback, linklocal or uniquelocal',
    )
    .default(['loopback']),
} as const;

export const settingsSchema = z.object(settingSchemas);
export type Settings = z.output<typeof settingsSchema>;
