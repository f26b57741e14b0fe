import { execFile } from 'node:child_process';
import { OperatorOverview, OperatorRoom } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askRest } from '../support/askRest.ts';
import { operatorToken } from '../support/operatorToken.ts';
import { guestToken } from '../support/RawClient.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';

let show: StageShow;
let token: string;

beforeEach(async () => {
  show = await StageShow.open();
  token = await operatorToken();
});
afterEach(() => show.close());

const snapshot = async (roomId = show.room.id, bearer = token): Promise<Response> =>
  fetch(`${show.running.baseUrl}/api/operator/rooms/${roomId}/snapshot`, {
    headers: { authorization: `Bearer ${bearer}` },
  });

/** Size and contrast of a JPEG: a black picture, or any of one colour, has none. */
async function look(jpeg: Buffer): Promise<{ width: number; height: number; deviation: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ luma: Buffer; log: string }>();
  const args = ['-v', 'info', '-i', 'pipe:0', '-vf', 'format=gray', '-f', 'rawvideo', 'pipe:1'];
  const options = { encoding: 'buffer', maxBuffer: 8 << 20 } as const;
  const child = execFile('ffmpeg', args, options, (error, stdout, stderr) =>
    error ? reject(error) : resolve({ luma: stdout, log: stderr.toString() }),
  );
  child.stdin?.end(jpeg);
  const { luma, log } = await promise;
  const [, width, height] = /Video: mjpeg.*?(\d+)x(\d+)/.exec(log) ?? [];
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  const variance = luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / luma.length;
  return { width: Number(width), height: Number(height), deviation: Math.sqrt(variance) };
}

const tapsOpen = () => show.running.app.engine.stats().total.plainTransports;

describe('snapshots of live rooms', () => {
  it.each(['H264', 'VP8'] as const)(
    'are made of %s without an egress, and leave nothing open',
    async (video) => {
      await show.publish({ seat: 0, video });
      const open = tapsOpen();
      const response = await snapshot();
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      const { width, height, deviation } = await look(Buffer.from(await response.arrayBuffer()));
      expect(Math.max(width, height)).toBeLessThanOrEqual(480);
      expect(width).toBeGreaterThan(200);
      expect(deviation).toBeGreaterThan(15);
      await waitFor('the taps to be closed', () => tapsOpen() === open);
      expect(show.running.app.egress.stats()).toMatchObject({ streams: 0, ffmpegChildren: 0 });
    },
  );

  it('show everybody on the stage', async () => {
    await show.publish({ seat: 0 });
    await show.publish({ seat: 1, video: 'VP8' });
    await show.publish({ seat: 2, video: null });
    const { width, height, deviation } = await look(Buffer.from(await (await snapshot()).arrayBuffer()));
    expect([width, height]).toEqual([480, 240]);
    expect(deviation).toBeGreaterThan(15);
  });

  it('are made of what players see while an egress runs', async () => {
    await show.publish({ seat: 0 });
    const flv = await show.openFlv();
    await flv.recording.goesOn(500);
    const open = tapsOpen();
    const response = await snapshot();
    expect(response.status).toBe(200);
    expect((await look(Buffer.from(await response.arrayBuffer()))).deviation).toBeGreaterThan(15);
    expect(tapsOpen()).toBe(open);
    const rooms = await askRest(show.running.baseUrl, '/api/operator/rooms', { token });
    expect(rooms.json[0]).toMatchObject({ hasEgress: true, figures: { viewers: 1, uniqueViewers: 1 } });
  });

  it('are nothing while nobody has a picture, and refused to everybody but operators', async () => {
    await show.publish({ seat: 0, video: null });
    expect((await snapshot()).status).toBe(204);
    expect((await snapshot('nowhere')).status).toBe(404);
    const { token: guest } = await guestToken(show.running.baseUrl);
    expect((await snapshot(show.room.id, guest)).status).toBe(403);
  });
});

describe("the operator's page", () => {
  it('says how the server is doing, and lists its rooms', async () => {
    await show.publish({ seat: 0 });
    const ask = async (path: string, bearer = token) =>
      (await askRest(show.running.baseUrl, `/api/operator/${path}`, { token: bearer })).json;
    const overview = OperatorOverview.parse(await ask('overview'));
    expect(overview.now).toMatchObject({ rooms: 1, liveRooms: 1, connections: 1 });
    expect(overview.workers).toHaveLength(1);
    expect(overview.database).toMatchObject({ kind: 'sqlite', isReachable: true });
    const [room] = z.array(OperatorRoom).parse(await ask('rooms'));
    expect(room).toMatchObject({
      room: { id: show.room.id, status: 'live' },
      showId: show.room.showId,
      figures: { viewers: 0 },
      peopleOnAir: 1,
      hasEgress: false,
    });
    expect(await ask('rooms?search=nothing-like-it')).toEqual([]);
    const { token: guest } = await guestToken(show.running.baseUrl);
    expect((await ask('overview', guest)).error.code).toBe('forbidden');
    expect((await ask('rooms', guest)).error.code).toBe('forbidden');
  });
});
