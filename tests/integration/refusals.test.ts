import { type ErrorCode, errorCodes, type Language, type RoomStream, type WireError } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestGrants } from '../../server/src/auth/guests.ts';
import { MediaAddresses } from '../../server/src/auth/MediaAddresses.ts';
import { FakeClock } from '../../server/src/core/FakeClock.ts';
import { askRest } from '../support/askRest.ts';
import { PlainClient } from '../support/PlainClient.ts';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { RtmpPusher } from '../support/RtmpPusher.ts';
import { type RunningApp, startApp, testSigningKeys } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { operatorToken } from './moderationFixture.ts';

/** What somebody has in their hands: an access token, and the token of media addresses that they were given. */
interface Holder {
  token: string;
  mediaToken: string;
}

type Refusal = Pick<WireError, 'code' | 'message'>;
/** One way in. Resolves with how it was refused; `null`: it was not. */
type Door = (holder: Holder, language: Language) => Promise<Refusal | null>;

const roomId = 'demo';
let running: RunningApp;
let operator: string;

beforeAll(async () => {
  running = await startApp({ RTMP_PORT: '0' });
  await running.app.startDemoRoom(roomId);
  operator = await operatorToken(running);
});
afterAll(() => running.close());

const rest =
  (path: string): Door =>
  async ({ token }, language) => {
    const headers = { 'accept-language': language };
    return (await askRest(running.baseUrl, path, { token, headers })).json.error ?? null;
  };

const media =
  (file: string): Door =>
  async ({ mediaToken }, language) => {
    const url = `${running.baseUrl}/live/t/${mediaToken}/${file}`;
    const response = await fetch(url, { headers: { 'accept-language': language } });
    if (response.status < 400) {
      await response.body?.cancel();
      return null;
    }
    return JSON.parse(await response.text()).error;
  };

const socketIo: Door = async ({ token }, lang) => {
  try {
    const client = await RawClient.connect(running.baseUrl, token, { lang });
    try {
      await client.request('join', { roomId });
      return null;
    } finally {
      client.close();
    }
  } catch (error) {
    // Of the handshake, or of the reply to `join`.
    const { data, wire } = error as { data?: WireError; wire?: WireError };
    return data ?? wire ?? { code: 'internal', message: String(error) };
  }
};

const plainWebSocket: Door = async ({ token }, lang) => {
  const client = new PlainClient(running.baseUrl, roomId, { token, lang });
  const reply = await client.reply('join');
  client.close();
  return reply.ok ? null : reply.error;
};

const rtmp: Door = async ({ token }, lang) => {
  const address = `rtmp://127.0.0.1:${running.app.ports.rtmp}/live/${roomId}?token=${token}&lang=${lang}`;
  const pusher = new RtmpPusher(address);
  try {
    await waitFor('the refusal', () => pusher.hasExited);
  } finally {
    await pusher.close();
  }
  // As ffmpeg shows it: `[rtmp @ 0x…] Server error: <code>: <sentence>`, then other lines.
  const [, code, message] = /Server error: (\w+): (.+)/u.exec(pusher.stderr) ?? [];
  return { code: code as ErrorCode, message: message?.trim() ?? pusher.stderr };
};

const doors = {
  REST: rest(`/api/rooms/${roomId}/audience`),
  'REST, the stream': rest(`/api/rooms/${roomId}/stream`),
  'Socket.IO': socketIo,
  'plain WebSocket': plainWebSocket,
  FLV: media(`${roomId}.flv`),
  HLS: media(`${roomId}/index.m3u8`),
  RTMP: rtmp,
} satisfies Record<string, Door>;
type DoorName = keyof typeof doors;

/** Somebody who may do everything in this room that can be refused, publishing over RTMP too. */
async function anchorByToken({ userId = 'bob', room = roomId, issuedMsAgo = 0 } = {}): Promise<string> {
  const grants = { ...guestGrants, room, role: 'anchor' } as const;
  const issuing = { userId, name: 'Bob', grants, ttlMs: 3_600_000, nowMs: Date.now() - issuedMsAgo };
  return (await running.app.tokens.issue(issuing)).token;
}

async function mediaTokenOf(token: string): Promise<string> {
  const { json } = await askRest(running.baseUrl, `/api/rooms/${roomId}/stream`, { token });
  return /\/live\/t\/([^/]+)\//.exec((json as RoomStream).streamUrl)?.[1] ?? '';
}

function signed(forRoom: string, clock = new FakeClock(Date.now())): string {
  return new MediaAddresses({ signingKeys: testSigningKeys, ttlMs: 60_000, clock }).issue(forRoom, null)
    .token;
}

async function holderOf(token: string): Promise<Holder> {
  return { token, mediaToken: await mediaTokenOf(token) };
}

const ban = (path: string, userId: string) =>
  askRest(running.baseUrl, path, { method: 'POST', token: operator, body: { userId, kind: 'ban' } });

/** The same code at each door, but where the address of a picture says more of itself. */
function everywhere(code: ErrorCode, ofMedia: ErrorCode = code): Record<DoorName, ErrorCode> {
  const names = Object.keys(doors) as DoorName[];
  const codeAt = (name: DoorName) => (name === 'FLV' || name === 'HLS' ? ofMedia : code);
  return Object.fromEntries(names.map((name) => [name, codeAt(name)])) as Record<DoorName, ErrorCode>;
}

interface Row {
  what: string;
  holder: () => Promise<Holder>;
  expected: Record<DoorName, ErrorCode>;
}

const rows: Row[] = [
  {
    what: 'of another room',
    holder: async () => ({ token: await anchorByToken({ room: 'other' }), mediaToken: signed('other') }),
    expected: everywhere('forbidden', 'media_address_invalid'),
  },
  {
    what: 'that has expired',
    holder: async () => ({
      token: await anchorByToken({ issuedMsAgo: 2 * 3_600_000 }),
      mediaToken: signed(roomId, new FakeClock(Date.now() - 120_000)),
    }),
    expected: everywhere('token_expired', 'media_address_expired'),
  },
  {
    what: 'that is replayed after its holder signed out',
    holder: async () => {
      const body = { account: 'replayed', password: 'a good long password', name: 'Rae' };
      const { json } = await askRest(running.baseUrl, '/api/auth/register', { method: 'POST', body });
      const holder = await holderOf(json.token);
      await askRest(running.baseUrl, '/api/auth/logout', {
        method: 'POST',
        body: { refreshToken: json.refreshToken },
      });
      return holder;
    },
    expected: everywhere('token_revoked'),
  },
  {
    what: 'of somebody who was banned in the room',
    holder: async () => {
      const holder = await holderOf(await anchorByToken({ userId: 'banned-here' }));
      await ban(`/api/rooms/${roomId}/sanctions`, 'banned-here');
      return holder;
    },
    expected: everywhere('banned'),
  },
  {
    what: 'of somebody who was banned on the platform',
    holder: async () => {
      const holder = await holderOf(await anchorByToken({ userId: 'banned-everywhere' }));
      await ban('/api/moderation/sanctions', 'banned-everywhere');
      return holder;
    },
    expected: everywhere('banned'),
  },
  {
    what: 'that somebody made up',
    holder: async () => ({ token: 'a.b.c', mediaToken: 'a.b' }),
    expected: everywhere('token_invalid', 'media_address_invalid'),
  },
];

describe('a token', () => {
  it.each(rows)('$what is refused at every door, with its reason in both languages', async (row) => {
    const holder = await row.holder();
    for (const [name, door] of Object.entries(doors) as [DoorName, Door][]) {
      for (const language of ['zh', 'en'] as const) {
        const refusal = await door(holder, language);
        const code = row.expected[name];
        expect({ name, code: refusal?.code, message: refusal?.message }).toEqual({
          name,
          code,
          message: errorCodes[code][language],
        });
      }
    }
  });

  it('that is good opens them', async () => {
    const holder = await holderOf((await guestToken(running.baseUrl)).token);
    for (const [name, door] of Object.entries(doors) as [DoorName, Door][]) {
      // A viewer's token does not publish; tests/integration/rtmp.test.ts has an anchor's.
      const expected = name === 'RTMP' ? 'forbidden' : undefined;
      expect([name, (await door(holder, 'en'))?.code]).toEqual([name, expected]);
    }
  });
});

describe('a private room', () => {
  it('refuses who was not invited at every door, with its reason in both languages', async () => {
    const holder = await holderOf((await guestToken(running.baseUrl, 'Stranger')).token);
    const setAccess = (access: string) =>
      askRest(running.baseUrl, `/api/rooms/${roomId}`, {
        method: 'PATCH',
        token: operator,
        body: { access },
      });
    await setAccess('private');
    try {
      const viewersDoors = Object.entries(doors).filter(([name]) => name !== 'RTMP');
      for (const [name, door] of viewersDoors) {
        for (const language of ['zh', 'en'] as const) {
          const { message } = (await door(holder, language)) ?? {};
          expect([name, message]).toEqual([name, errorCodes.room_private[language]]);
        }
      }
    } finally {
      await setAccess('public');
    }
  });
});
