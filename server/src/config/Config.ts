import type { LogLevel } from '../core/logger.ts';

/** Every setting of the server, validated and frozen. Made by `loadConfig` only. */
export interface Config {
  readonly port: number;
  /** 0: no HTTPS. */
  readonly httpsPort: number;
  readonly host: string;
  /** Where clients reach this server from outside; `null`: derived from each request. */
  readonly publicUrl: string | null;
  /** Address or host name that media candidates announce; `null`: this machine's own addresses. */
  readonly announcedAddress: string | null;
  readonly rtcPortBase: number;
  /** `null`: no RTMP. */
  readonly rtmpPort: number | null;
  /** What encoders are told as the server, e.g. `rtmps://live.example.com/live`; `null`: derived from each request and `rtmpPort`. */
  readonly rtmpUrl: string | null;
  readonly mediaWorkers: number;
  /** Where `mediasoup-worker` is; `null`: beside the mediasoup package. */
  readonly mediaWorkerBin: string | null;
  readonly dataDir: string;
  /** Mini programs whose users can log in; `null`: not set up. `baseUrl`: of the host's API. */
  readonly hosts: {
    readonly wechat: WechatApp | null;
    readonly douyin: HostApp | null;
    readonly alipay: { readonly appId: string; readonly privateKey: string; readonly baseUrl: string } | null;
  };
  /** A PostgreSQL for the records; `null`: SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
  /** May hold a password: never logged. `null`: everything stays in memory. */
  readonly redisUrl: string | null;
  /** Newest first: the first signs, all verify. `null`: a development server, which makes its own. */
  readonly apiKeys: readonly { readonly keyId: string; readonly secret: string }[] | null;
  /** The platform's part of every gift, 0 to 100. */
  readonly platformSharePercent: number;
  /** What everybody's wallet begins with. */
  readonly startingCoins: number;
  /** Where coins are paid for, and the secret that signs what is said of payments; `null`: no coins are sold. */
  readonly payment: { readonly url: string; readonly secret: string } | null;
  /** Whom push services may write to about our messages: `mailto:` or `https:`. */
  readonly pushContact: string;
  /** Hosts (`*.` in front: and those below) and origins that push messages are sent to. */
  readonly pushServices: readonly string[];
  /** Anybody may make an account; else operators do. */
  readonly isRegistrationOpen: boolean;
  /** Account names whose holders are platform operators. */
  readonly operators: readonly string[];
  readonly logLevel: LogLevel;
  readonly sessionGraceMs: number;
  readonly anchorGraceMs: number;
  readonly drainMs: number;
  /** For how long a sanction of a guest holds for other guests of their address at most; 0: not at all. */
  readonly guestBanAddressMs: number;
  /** Another service that looks at every message; `null`: none. */
  readonly review: { readonly url: string; readonly secret: string } | null;
  /** How long reviewers may take, and what counts without their answer. */
  readonly reviewPolicy: {
    readonly timeoutMs: number;
    readonly failMode: 'open' | 'closed';
    readonly maxConcurrent: number;
  };
  readonly egressLingerMs: number;
  readonly mediaAccess: {
    /** Public rooms play at addresses without a signature too. */
    readonly isOpen: boolean;
    /** How long a signed address is good. */
    readonly addressTtlMs: number;
  };
  readonly allowedOrigins: '*' | readonly string[];
  /** Whose `X-Forwarded-*` headers are believed: addresses, ranges, or express's names for them. */
  readonly trustedProxies: readonly string[];
}

export interface HostApp {
  readonly appId: string;
  readonly secret: string;
  readonly baseUrl: string;
}

/** A template of WeChat's subscribe messages, and which of its fields says what: `thing1`, `time2`, as its console names them. */
interface WechatTemplate {
  readonly id: string;
  readonly fields: Readonly<Partial<Record<'anchor' | 'title' | 'time', string>>>;
}

export interface WechatApp extends HostApp {
  /** WeChat looks at what its users write. */
  readonly isReviewing: boolean;
  readonly messages: {
    readonly wentLive: WechatTemplate | null;
    /** The page of a room, with `{roomId}` in it. */
    readonly roomPage: string;
    readonly programState: 'developer' | 'trial' | 'formal';
  };
}
