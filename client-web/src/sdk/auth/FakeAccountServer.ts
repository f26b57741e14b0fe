import type { AccountLogin, LoginResult, WireError } from '@lianmai/shared';

/** Enough of a server's `/api/auth` for the tests: rotates refresh tokens, and takes each once. */
export class FakeAccountServer {
  readonly calls: { path: string; body: unknown; token: string | null }[] = [];
  /** Life of what it issues from now on, ms. */
  lifeMs = 3_600_000;
  /** Answers this instead, once for each entry. */
  readonly failures: (Error | WireError['code'])[] = [];
  readonly #refreshTokens = new Set<string>();
  #issued = 0;

  readonly fetch: typeof fetch = async (url, init) => {
    const path = String(url).replace('https://live.test', '');
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    const bearer = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? null;
    this.calls.push({ path, body, token: bearer });
    await Promise.resolve();
    const failure = this.failures.shift();
    if (failure instanceof Error) throw failure;
    if (failure) return refusal(failure);
    return this.#answer(path, body as Record<string, string>, bearer);
  };

  callsOf(path: string): unknown[] {
    return this.calls.filter((call) => call.path === path);
  }

  #answer(path: string, body: Record<string, string>, bearer: string | null): Response {
    switch (path) {
      case '/api/auth/guest':
        return Response.json(this.#guest(body.name ?? ''), { status: 201 });
      case '/api/auth/register':
        return Response.json(this.#login(body.name ?? '', bearer ? 'id of guest' : 'id of account'), {
          status: 201,
        });
      case '/api/auth/login':
        return Response.json(this.#login(body.account ?? '', 'id of account'));
      case '/api/auth/refresh':
        if (!this.#refreshTokens.delete(body.refreshToken ?? '')) return refusal('token_revoked');
        return Response.json(this.#login('Ada', 'id of account'));
      case '/api/me':
        return Response.json({ ...this.#login(body?.name ?? 'Ada', 'id of account'), account: 'ada' });
      default:
        return new Response(null, { status: 204 });
    }
  }

  #guest(name: string): LoginResult {
    const expiresAt = new Date(Date.now() + this.lifeMs).toISOString();
    return { token: `t${++this.#issued}`, user: { id: 'id of guest', name, avatarUrl: null }, expiresAt };
  }

  #login(name: string, id: string): AccountLogin {
    const refreshToken = `r${this.#issued + 1}`;
    this.#refreshTokens.add(refreshToken);
    const login = this.#guest(name);
    return { ...login, user: { ...login.user, id }, refreshToken };
  }
}

function refusal(code: WireError['code']): Response {
  return Response.json({ error: { code, message: code, retryable: false } }, { status: 401 });
}
