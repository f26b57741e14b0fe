import { waitFor } from '../support/waitFor.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();

test('FLV and HLS go on after kill -9 of ffmpeg, and the playlist never ends', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const playlist = `${server.current.baseUrl}/live/${anchor.roomId}/index.m3u8`;
  const flvViewer = await people.viewer(server.current, anchor.roomId, { protocol: 'flv' });
  const hlsViewer = await people.viewer(server.current, anchor.roomId, { protocol: 'llhls' });
  await flvViewer.plays('flv', 20_000);
  await hlsViewer.plays('llhls', 20_000);

  const killed = await server.current.children('ffmpeg');
  expect(killed.length).toBeGreaterThan(0);
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  const goingOn = Promise.all([flvViewer.playsOn(10, 6000), hlsViewer.playsOn(10, 6000)]);
  const playlists = watchPlaylist(playlist, goingOn);
  const [flvLateMs, hlsLateMs] = await goingOn;
  note('FLV late, ms', flvLateMs);
  note('LL-HLS late, ms', hlsLateMs);

  const seen = await playlists;
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.filter((text) => text.includes('#EXT-X-ENDLIST'))).toEqual([]);
  await flvViewer.sounds();
  await hlsViewer.sounds();
  const running = await server.current.children('ffmpeg');
  expect(running.filter((pid) => killed.includes(pid))).toEqual([]);
  expect(running).toHaveLength(killed.length);

  await anchor.end();
  await waitFor('the playlist to end with the show', async () =>
    (await (await fetch(playlist)).text()).includes('#EXT-X-ENDLIST'),
  );
});

/** The playlist again and again until `end`. */
async function watchPlaylist(url: string, end: Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  end.then(over, over);
  await waitFor(
    'the end of the observation',
    async () => {
      seen.push(await (await fetch(url)).text());
      return isOver;
    },
    { deadlineMs: 30_000, everyMs: 250 },
  );
  return seen;
}
