import { describe, expect, it, vi } from 'vitest';
import { RestClient } from './RestClient.ts';
import { nextCursorOf } from './RestTransport.ts';

function clientAnswering(response: Response | Error) {
  const send = vi.fn<typeof fetch>(async () => {
    if (response instanceof Error) throw response;
    return response;
  });
  return {
    send,
    rest: new RestClient({
      baseUrl: 'https://live.test',
      token: async () => 't0',
      language: 'zh',
      fetch: send,
    }),
  };
}

describe('RestClient', () => {
  it('sends token, language and body', async () => {
    const { send, rest } = clientAnswering(Response.json({ id: 'r1' }, { status: 201 }));
    await rest.createRoom({ title: 'Room' });
    const [url, init] = send.mock.calls[0] ?? [];
    const headers = new Headers(init?.headers);
    expect([url, init?.method, init?.body]).toEqual([
      'https://live.test/api/rooms',
      'POST',
      '{"title":"Room"}',
    ]);
    expect([headers.get('authorization'), headers.get('accept-language')]).toEqual(['Bearer t0', 'zh']);
  });

  it('makes the addresses of a stream absolute', async () => {
    const stream = {
      roomId: 'r1',
      status: 'live',
      streamUrl: '/live/r1/index.m3u8',
      sources: [{ type: 'flv', url: '/live/r1.flv' }],
    };
    const { rest } = clientAnswering(Response.json(stream));
    await expect(rest.getStream('r1')).resolves.toMatchObject({
      streamUrl: 'https://live.test/live/r1/index.m3u8',
      sources: [{ url: 'https://live.test/live/r1.flv' }],
    });
  });

  it.each([
    {
      name: 'an error of the server',
      response: Response.json(
        { error: { code: 'room_not_live', message: 'Not live.', retryable: true } },
        { status: 409 },
      ),
      expected: { code: 'room_not_live', message: 'Not live.', retryable: true },
    },
    {
      name: 'a code it does not know',
      response: Response.json(
        { error: { code: 'brand_new', message: 'New.', retryable: false } },
        { status: 400 },
      ),
      expected: { code: 'internal', message: 'New.', retryable: false },
    },
    {
      name: "a proxy's page",
      response: new Response('<html>', { status: 502 }),
      expected: { code: 'network' },
    },
    {
      name: 'no network',
      response: new TypeError('Failed to fetch'),
      expected: { code: 'network', retryable: true },
    },
    { name: 'a timeout', response: new DOMException('', 'TimeoutError'), expected: { code: 'timeout' } },
  ])('turns $name into a LiveError', async ({ response, expected }) => {
    const { rest } = clientAnswering(response);
    await expect(rest.getRoom('r1')).rejects.toMatchObject({ name: 'LiveError', ...expected });
  });

  it.each([
    { link: '</api/rooms?limit=20&cursor=a%3Db>; rel="next"', cursor: 'a=b' },
    {
      link: '<https://x/api/rooms?cursor=p>; rel="prev", <https://x/api/rooms?cursor=n>; rel="next"',
      cursor: 'n',
    },
    { link: '</api/rooms?cursor=p>; rel="prev"', cursor: null },
    { link: null, cursor: null },
  ])('finds cursor $cursor in $link', ({ link, cursor }) => {
    expect(nextCursorOf(link)).toBe(cursor);
  });
});
