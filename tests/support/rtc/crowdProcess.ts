import { setTimeout as wait } from 'node:timers/promises';
import { cleanup } from 'node-datachannel';
import { guestToken, RawClient } from '../RawClient.ts';
import type { CrowdAnswer, CrowdOrder, CrowdViewer } from './crowdProtocol.ts';
import { RtcViewer } from './RtcViewer.ts';
import { signalingOverClient } from './ViewerSignaling.ts';

/*
 * A process full of viewers: started by ViewerCrowd, ends with its parent. They go the whole way of a browser: guest login, join, transport,
 * subscribe, ICE, DTLS.
 */

const firstPictureDeadlineMs = 10_000;

interface Member {
  client: RawClient;
  viewer: RtcViewer;
  firstPictureMs: number | null;
}

const members: Member[] = [];

async function joinAll({
  baseUrl,
  roomId,
  count,
  withinMs,
}: Extract<CrowdOrder, { type: 'join' }>): Promise<void> {
  const names = Array.from({ length: count }, (_, i) => `viewer ${members.length + i}`);
  const guests = await Promise.all(names.map((name) => guestToken(baseUrl, name)));
  const joining = guests.map(async ({ token }, i) => {
    await wait((i * withinMs) / count);
    members.push(await joinOne(baseUrl, roomId, token));
  });
  const failed = (await Promise.allSettled(joining)).filter((outcome) => outcome.status === 'rejected');
  if (failed[0])
    throw new Error(`${failed.length} of ${count} viewers did not get in; the first: ${failed[0].reason}`);
}

async function joinOne(baseUrl: string, roomId: string, token: string): Promise<Member> {
  const startedAtMs = performance.now();
  const client = await RawClient.connect(baseUrl, token);
  const { snapshot, rtpCapabilities } = await client.request('join', { roomId });
  const viewer = await RtcViewer.start(signalingOverClient(client, rtpCapabilities), snapshot.publications);
  const toShow = await viewer.firstPicture(firstPictureDeadlineMs).catch(() => null);
  const firstPictureMs = toShow === null ? null : toShow + viewer.figures.startedAtMs - startedAtMs;
  return { client, viewer, firstPictureMs };
}

async function leaveAll(): Promise<void> {
  for (const { client, viewer } of members.splice(0)) {
    await client.request('leave', {});
    viewer.close();
    client.close();
  }
}

function describe({ viewer, firstPictureMs }: Member): CrowdViewer {
  const { video, audio } = viewer.figures;
  return { firstPictureMs, video, audio };
}

async function obey(order: CrowdOrder): Promise<void> {
  if (order.type === 'join') await joinAll(order);
  const viewers = members.map(describe);
  if (order.type === 'leave') await leaveAll();
  answer({ id: order.id, viewers });
}

function answer(message: CrowdAnswer): void {
  process.send?.(message);
}

process.on('message', (order: CrowdOrder) => {
  obey(order).catch((error: unknown) => answer({ id: order.id, error: String(error) }));
});
process.once('disconnect', () => {
  cleanup();
  process.exit(0);
});
