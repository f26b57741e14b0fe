import { setTimeout as wait } from 'node:timers/promises';
import type { CrowdOrder, CrowdReport } from './Crowd.ts';
import { Spectator, type SpectatorFaults } from './Spectator.ts';

/*
 * A process full of spectators: joins them a few at a time, has some of them write, and tells what all of them have seen.
 * Started by `Crowd`, ended by it.
 */

const faults: SpectatorFaults = { repeated: 0, gaps: 0, closed: 0 };
const spectators: Spectator[] = [];
/** From writing to reading, ms, as a sample of spectators saw it. */
let delaysMs: number[] = [];
let stopWriting: () => void = () => undefined;

async function join({
  url,
  roomId,
  tokens,
  joinsPerSecond,
  sampleEvery,
}: Extract<CrowdOrder, { order: 'join' }>) {
  const paceMs = 1000 / joinsPerSecond;
  for (const [i, token] of tokens.entries()) {
    const isSampled = i % sampleEvery === 0;
    const spectator = new Spectator({ url, token, roomId, faults, ...(isSampled && { onFrame: sample }) });
    spectators.push(spectator);
    spectator.joined.catch((error: unknown) => console.error(`spectator ${i}: ${String(error)}`));
    await wait(paceMs);
  }
  await Promise.all(spectators.map(({ joined }) => joined));
}

function sample(text: string): void {
  const nowMs = Date.now();
  for (const [, sentMs] of text.matchAll(/"content":"(\d{13}) /gu)) delaysMs.push(nowMs - Number(sentMs));
}

function write({ writers, messagesPerSecond }: Extract<CrowdOrder, { order: 'write' }>): void {
  let next = 0;
  const timer = setInterval(() => {
    const writer = spectators[next % writers];
    next += 1;
    const content = `${Date.now()} 这场直播太精彩了！主播加油 ${next}`;
    writer?.request({ type: 'chat', content });
  }, 1000 / messagesPerSecond);
  stopWriting = () => clearInterval(timer);
}

function report(): CrowdReport {
  const seqs = spectators.map(({ lastSeq }) => lastSeq);
  const received = spectators.reduce((sum, one) => sum + one.received, 0);
  const answer = { faults, received, delaysMs, lowestSeq: Math.min(...seqs), highestSeq: Math.max(...seqs) };
  delaysMs = [];
  return answer;
}

async function carryOut(order: CrowdOrder): Promise<CrowdReport> {
  if (order.order === 'join') await join(order);
  else if (order.order === 'write') write(order);
  else if (order.order === 'stop') stopWriting();
  return report();
}

process.on('message', (order: CrowdOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
