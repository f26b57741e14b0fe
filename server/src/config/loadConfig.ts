import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Config, HostApp, WechatApp } from './Config.ts';
import { type Settings, settingSchemas, settingsSchema } from './settings.ts';

/** A setting is wrong. `problems` names every one of them, not only the first. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`wrong settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export interface ConfigSources {
  /** The process environment: only the names we know are looked at. */
  environment: Readonly<Record<string, string | undefined>>;
  /** What the `.env` file says; the environment wins. An unknown name in it is an error: most likely a typo. */
  envFile: Readonly<Record<string, string | undefined>>;
}

/** @throws ConfigError naming every wrong setting */
export function loadConfig({ environment, envFile }: ConfigSources): Config {
  const problems = Object.keys(envFile)
    .filter((name) => !Object.hasOwn(settingSchemas, name))
    .map((name) => `${name}: there is no such setting (.env)`);
  const raw = Object.fromEntries(
    Object.keys(settingSchemas).map((name) => [name, present(environment[name]) ?? present(envFile[name])]),
  );
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  else problems.push(...contradictions(parsed.data));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(toConfig(parsed.data));
}

// An empty value is how `.env` files and compose files say "not set".
function present(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed ? trimmed : undefined;
}

function contradictions(settings: Settings): string[] {
  const problems: string[] = [];
  const keys = keyIdsOf(settings)?.length ?? 0;
  const secrets = settings.API_SECRET?.length ?? 0;
  if (settings.API_KEY?.length === 0 || settings.API_SECRET?.length === 0)
    problems.push('API_SECRET: names no key');
  if (keys !== secrets)
    problems.push('API_KEY: needs exactly one API_SECRET for each key, in the same order');
  if (new Set(keyIdsOf(settings)).size !== keys) problems.push('API_KEY: names a key twice');
  if (settings.PORT !== 0 && settings.PORT === settings.HTTPS_PORT)
    problems.push('HTTPS_PORT: is the same as PORT');
  for (const [appId, secret] of hostSecrets) {
    if ((settings[appId] === undefined) !== (settings[secret] === undefined))
      problems.push(`${secret}: goes together with ${appId}`);
  }
  if ((settings.PAYMENT_URL === undefined) !== (settings.PAYMENT_SECRET === undefined))
    problems.push('PAYMENT_SECRET: goes together with PAYMENT_URL');
  if (settings.WECHAT_WENT_LIVE_TEMPLATE !== undefined && settings.WECHAT_APP_ID === undefined)
    problems.push('WECHAT_WENT_LIVE_TEMPLATE: needs WECHAT_APP_ID');
  const lastRtcPort = settings.RTC_PORT_BASE + (settings.MEDIA_WORKERS ?? availableParallelism()) - 1;
  if (lastRtcPort > 65535) problems.push('RTC_PORT_BASE: leaves no port for the last media worker');
  if ((settings.REVIEW_URL === undefined) !== (settings.REVIEW_SECRET === undefined))
    problems.push('REVIEW_SECRET: belongs to REVIEW_URL: set both or none');
  return problems;
}

const hostSecrets = [
  ['WECHAT_APP_ID', 'WECHAT_APP_SECRET'],
  ['DOUYIN_APP_ID', 'DOUYIN_APP_SECRET'],
  ['ALIPAY_APP_ID', 'ALIPAY_PRIVATE_KEY'],
] as const;

function hostsOf(settings: Settings): Config['hosts'] {
  const credentials = (appId: string | undefined, secret: string | undefined, baseUrl: string) =>
    appId !== undefined && secret !== undefined ? { appId, secret, baseUrl } : null;
  const wechat = credentials(settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET, settings.WECHAT_API_BASE);
  const { ALIPAY_APP_ID: alipayId, ALIPAY_PRIVATE_KEY: privateKey, ALIPAY_API_BASE: alipayBase } = settings;
  return {
    wechat: wechat && { ...wechat, ...wechatUsesOf(settings) },
    douyin: credentials(settings.DOUYIN_APP_ID, settings.DOUYIN_APP_SECRET, settings.DOUYIN_API_BASE),
    alipay:
      alipayId !== undefined && privateKey !== undefined
        ? { appId: alipayId, privateKey, baseUrl: alipayBase }
        : null,
  };
}

function wechatUsesOf(settings: Settings): Omit<WechatApp, keyof HostApp> {
  const { WECHAT_WENT_LIVE_TEMPLATE: id, WECHAT_WENT_LIVE_FIELDS: fields } = settings;
  return {
    isReviewing: settings.WECHAT_REVIEW === 'on',
    messages: {
      wentLive: id === undefined ? null : { id, fields },
      roomPage: settings.WECHAT_ROOM_PAGE,
      programState: settings.WECHAT_PROGRAM_STATE,
    },
  };
}

// One secret needs no name of its own.
function keyIdsOf({ API_KEY, API_SECRET }: Settings): string[] | undefined {
  return API_KEY ?? (API_SECRET?.length === 1 ? ['default'] : undefined);
}

function toConfig(settings: Settings): Config {
  const { API_SECRET: secrets } = settings;
  const keyIds = keyIdsOf(settings);
  return {
    port: settings.PORT,
    httpsPort: settings.HTTPS_PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    announcedAddress: settings.ANNOUNCED_ADDRESS ?? null,
    rtcPortBase: settings.RTC_PORT_BASE,
    rtmpPort: settings.RTMP_PORT,
    rtmpUrl: settings.RTMP_URL?.replace(/\/+$/, '') ?? null,
    mediaWorkers: settings.MEDIA_WORKERS ?? availableParallelism(),
    mediaWorkerBin: settings.MEDIASOUP_WORKER_BIN ?? null,
    dataDir: resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    hosts: hostsOf(settings),
    apiKeys: keyIds && secrets ? keyIds.map((keyId, i) => ({ keyId, secret: secrets[i] ?? '' })) : null,
    platformSharePercent: settings.PLATFORM_SHARE_PERCENT,
    // Where guests are let in one shall be able to try everything at once.
    startingCoins: settings.STARTING_COINS ?? (keyIds && secrets ? 0 : 1000),
    payment:
      settings.PAYMENT_URL && settings.PAYMENT_SECRET
        ? { url: settings.PAYMENT_URL, secret: settings.PAYMENT_SECRET }
        : null,
    pushContact: settings.PUSH_CONTACT,
    pushServices: settings.PUSH_SERVICES,
    isRegistrationOpen: (settings.REGISTRATION ?? (secrets ? 'closed' : 'open')) === 'open',
    operators: settings.OPERATORS,
    logLevel: settings.LOG_LEVEL,
    sessionGraceMs: settings.SESSION_GRACE_SECONDS * 1000,
    anchorGraceMs: settings.ANCHOR_GRACE_SECONDS * 1000,
    drainMs: settings.DRAIN_SECONDS * 1000,
    guestBanAddressMs: settings.GUEST_BAN_ADDRESS_HOURS * 3_600_000,
    review: reviewOf(settings),
    mediaAccess: {
      isOpen: settings.MEDIA_ACCESS === 'open',
      addressTtlMs: settings.MEDIA_ADDRESS_SECONDS * 1000,
    },
    reviewPolicy: {
      timeoutMs: settings.REVIEW_TIMEOUT_MS,
      failMode: settings.REVIEW_FAIL_MODE,
      maxConcurrent: settings.REVIEW_CONCURRENCY,
    },
    egressLingerMs: settings.EGRESS_LINGER_SECONDS * 1000,
    trustedProxies: settings.TRUSTED_PROXIES,
    allowedOrigins: settings.ALLOWED_ORIGINS.includes('*') ? '*' : settings.ALLOWED_ORIGINS,
  };
}

function reviewOf({ REVIEW_URL: url, REVIEW_SECRET: secret }: Settings): Config['review'] {
  return url === undefined || secret === undefined ? null : { url, secret };
}
