import type { LoginResult, UserRef } from '@lianmai/shared';
import type { OpenCarrier } from '../../client-web/src/sdk/signaling/Carrier.ts';
import { withTokens } from '../../client-web/src/sdk/signaling/withTokens.ts';
import { type EnterOptions, LiveRoom } from './LiveRoom.ts';
import type { Platform } from './Platform.ts';
import { platformCarrier } from './platformCarrier.ts';
import { RestApi } from './RestApi.ts';
import { TokenKeeper } from './TokenKeeper.ts';

export interface LiveClientOptions {
  platform: Platform;
  /** `https://live.example.com`: on the host's list of domains for requests and sockets. */
  baseUrl: string;
  language?: 'zh' | 'en';
  /** Logs in anew where the server refuses our token; without it, or with null, we go on as a guest where guests are let in. */
  login?: () => Promise<LoginResult | null>;
}

/** One person on one server: who they are, what is on, and rooms to enter. */
export interface LiveClient {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly rest: RestApi;
  /** Who we are; null before the first login. */
  readonly user: UserRef | null;
  /** Takes what a login answered. */
  use(login: LoginResult): void;
  logout(): void;
  enter(roomId: string, options?: EnterOptions): LiveRoom;
}

export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { platform, language = 'zh', login } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const keeper = new TokenKeeper(platform, async () => (login ? await login() : null));
  const openRoom = (roomId: string): OpenCarrier =>
    withTokens(
      keeper,
      (token) => (events, timeoutMs) =>
        platformCarrier(
          {
            platform,
            url: `${baseUrl.replace(/^http/, 'ws')}/socket/room/${encodeURIComponent(roomId)}?join=later&lang=${language}`,
            token,
            timeoutMs,
            onGuest: (guest) => keeper.keepGuest(guest),
          },
          events,
        ),
    );
  return {
    baseUrl,
    rest: new RestApi({ platform, baseUrl, tokens: keeper, language }),
    get user() {
      return keeper.user;
    },
    use: (result) => keeper.keep(result),
    logout: () => keeper.forget(),
    enter: (roomId, { as = 'viewer' } = {}) =>
      new LiveRoom({ platform, openCarrier: openRoom(roomId), roomId, as }),
  };
}
