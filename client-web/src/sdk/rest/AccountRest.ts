import type {
  AccountLogin,
  ChangePasswordBody,
  LoginBody,
  Me,
  MeUpdated,
  RegisterBody,
  UpdateMeBody,
} from '@lianmai/shared';
import { type RestOptions, RestTransport } from './RestTransport.ts';

/** Accounts over REST: one method per route. `AuthSession` keeps what they answer. */
export class AccountRest {
  readonly #transport: RestTransport;

  constructor(options: RestOptions = {}) {
    this.#transport = new RestTransport(options);
  }

  /** @param guestToken of the guest who registers: they stay the same user and keep rooms and follows */
  async register(body: RegisterBody, guestToken?: string): Promise<AccountLogin> {
    return await this.#transport.json('/api/auth/register', { method: 'POST', body, token: guestToken });
  }

  async login(body: LoginBody): Promise<AccountLogin> {
    return await this.#transport.json('/api/auth/login', { method: 'POST', body });
  }

  async refresh(refreshToken: string): Promise<AccountLogin> {
    return await this.#transport.json('/api/auth/refresh', { method: 'POST', body: { refreshToken } });
  }

  /** Ends this sign-in: its refresh token is worth nothing afterwards. */
  async logout(refreshToken: string): Promise<void> {
    await this.#transport.send('/api/auth/logout', {
      method: 'POST',
      body: { refreshToken },
      keepalive: true,
    });
  }

  /** Ends every sign-in of the user, on all devices. */
  async logoutEverywhere(token: string): Promise<void> {
    await this.#transport.send('/api/auth/logout-everywhere', { method: 'POST', token });
  }

  async me(signal?: AbortSignal): Promise<Me> {
    return await this.#transport.json('/api/me', { signal });
  }

  async updateMe(body: UpdateMeBody): Promise<MeUpdated> {
    return await this.#transport.json('/api/me', { method: 'PATCH', body });
  }

  /** @param picture PNG, JPEG or WebP, 1 MB at most */
  async setAvatar(picture: Blob): Promise<MeUpdated> {
    return await this.#transport.json('/api/me/avatar', { method: 'PUT', body: picture });
  }

  async changePassword(body: ChangePasswordBody): Promise<void> {
    await this.#transport.send('/api/me/password', { method: 'PUT', body });
  }
}
