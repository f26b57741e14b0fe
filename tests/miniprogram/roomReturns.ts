import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import type { FakeLivePlayer } from '../support/miniprogram/players/FakeLivePlayer.ts';
import type { RawClient } from '../support/RawClient.ts';
import { waitFor } from '../support/waitFor.ts';
import type { LiveScene, RoomPageOnPhone } from './roomFixture.ts';
import { phoneFor } from './theProgram.ts';

/** From the tap on a room in the list to the first picture in the player, ms. Somebody else watches already: the egress is warm. */
export async function tapToPictureMs(
  compiled: CompiledProgram,
  { running, roomId }: Pick<LiveScene, 'running' | 'roomId'>,
  login: string | undefined,
): Promise<{ ms: number; login: string | undefined }> {
  const host = phoneFor(running);
  if (login) host.storage.set('lianmai.login', login);
  const program = MiniProgram.launch(compiled, host);
  try {
    const card = await waitFor('a room in the list', () => program.page.find('.grid__card >>> .card'));
    const tappedAtMs = performance.now();
    card.tap();
    const player = await waitFor('the picture', () => playing(host.livePlayers), { everyMs: 2 });
    const shownAtMs = player.codes.find(({ code }) => code === 2004)?.atMs ?? Number.NaN;
    await waitFor('to be in the room', () => program.page.data.screen === 'live');
    // Out of the room as its user goes: the next visit is the same person's.
    const room = running.app.rooms.get(roomId);
    const others = room.sessionCount - 1;
    program.navigateBack();
    await waitFor('to have left', () => room.sessionCount === others);
    return { ms: shownAtMs - tappedAtMs, login: host.storage.get('lianmai.login') };
  } finally {
    program.close();
  }
}

export interface Return {
  /** From the moment that the phone can reach the server until everything that was missed stands there. */
  backMs: number;
  /** Messages that were said meanwhile and do not stand there, or not once. */
  missed: number;
  /** How often the player was started since. */
  playerStarts: number;
}

/** Something cuts a phone off, `ben` speaks meanwhile, and it comes back. */
export async function cutOff(
  phone: RoomPageOnPhone,
  ben: RawClient,
  { cut, back }: { cut: () => unknown; back: () => unknown },
): Promise<Return> {
  const startsBefore = startsOf(phone);
  const said = Array.from({ length: 5 }, (_, i) => `同时说的第${i + 1}句 ${Math.random()}`);
  await cut();
  for (const content of said) await ben.request('chat', { content });
  const reachableAtMs = performance.now();
  await back();
  const heard = () =>
    phone.page
      .findAll('.chat >>> .line__text')
      .map(({ text }) => text)
      .filter((text) => said.includes(text));
  await waitFor('to hear what was said', () => heard().length >= said.length);
  const backMs = performance.now() - reachableAtMs;
  await waitFor('the picture', () => playing(phone.host.livePlayers));
  const missed = heard().join() === said.join() ? 0 : said.length;
  return { backMs, missed, playerStarts: startsOf(phone) - startsBefore };
}

const playing = (players: Iterable<FakeLivePlayer>) => [...players].find(({ isPlaying }) => isPlaying);
const startsOf = ({ host }: RoomPageOnPhone) =>
  [...host.livePlayers].reduce((sum, { connections }) => sum + connections, 0);
