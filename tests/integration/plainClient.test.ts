import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { TcpProxy } from '../support/TcpProxy.ts';
import { waitFor } from '../support/waitFor.ts';

const example = join(import.meta.dirname, '../../docs/examples/plainClient.mjs');

let running: RunningApp;
let network: TcpProxy;
let anna: RawClient;
let roomId: string;
let client: PlainProcess;

beforeEach(async () => {
  running = await startApp();
  network = await TcpProxy.start(Number(running.app.ports.http));
  const { token } = await guestToken(running.baseUrl, 'Anna');
  roomId = await createRoom(running.baseUrl, token);
  anna = await RawClient.connect(running.baseUrl, token);
  await anna.request('join', { roomId, as: 'publisher' });
  await anna.request('startShow', {});
  client = new PlainProcess([`http://127.0.0.1:${network.port}`, roomId]);
});
afterEach(async () => {
  await client.end();
  anna.close();
  await network.close();
  await running.close();
});

/** The example of the docs as it stands, and what it prints. */
class PlainProcess {
  readonly #child: ChildProcess;
  output = '';

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [example, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const keep = (piece: Buffer) => {
      this.output += piece.toString();
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
  }

  type(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  prints(text: string): Promise<unknown> {
    return waitFor(`${JSON.stringify(text)} in ${JSON.stringify(this.output)}`, () =>
      this.output.includes(text),
    );
  }

  exitCode(): Promise<number> {
    return waitFor('the end of the client', () => this.#child.exitCode);
  }

  async end(): Promise<void> {
    const isRunning = this.#child.exitCode === null && this.#child.signalCode === null;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    if (isRunning) await exited;
  }
}

const annaReads = () =>
  anna.events.flatMap((event) => (event.type === 'chatPosted' ? [event.data.message.content] : []));

it('is 40 lines without a library of ours', async () => {
  const lines = (await readFile(example, 'utf8')).split('\n');
  const code = lines.filter((line) => line.trim() !== '' && !line.startsWith('//'));
  expect(code.length).toBeLessThanOrEqual(40);
  expect(code.filter((line) => /\bimport\b/.test(line))).toEqual([
    "import { createInterface } from 'node:readline';",
  ]);
});

it('joins, chats, likes and gives; what was typed before it was in arrives', async () => {
  client.type('typed before it was in');
  await waitFor('the first message', () => annaReads().includes('typed before it was in'));
  await anna.request('chat', { content: 'welcome' });
  await client.prints('Anna: welcome');
  client.type('/like');
  await client.prints('1 likes');
  client.type('/gift rose');
  await client.prints('gives Rose');
  const gift = await anna.event('giftSent');
  expect(gift).toMatchObject({ data: { gift: { gift: { id: 'rose' }, count: 1 } } });
  client.type('/gift nothing');
  await client.prints('There is no such gift.');
});

it('resumes after a cut: as the same person, with everything that was missed, in order and once', async () => {
  client.type('hello');
  await client.prints(': hello');
  const { data: hello } = await anna.event('chatPosted');
  network.down();
  for (const content of ['one', 'two', 'three']) await anna.request('chat', { content });
  network.up();
  await client.prints('Anna: three');
  client.type('still me');
  await waitFor('what was typed afterwards', () => annaReads().includes('still me'));
  await client.prints(': still me');
  expect(client.output.match(/Anna: \w+/gu)).toEqual(['Anna: one', 'Anna: two', 'Anna: three']);
  const last = anna.events.findLast((event) => event.type === 'chatPosted');
  expect(last?.data.message.user.id).toBe(hello.message.user.id);
});

it('ends with a reason where it is refused', async () => {
  const refused = new PlainProcess([running.baseUrl, 'nowhere']);
  expect(await refused.exitCode()).toBe(1);
  expect(refused.output).toContain('There is no such room.');
});
