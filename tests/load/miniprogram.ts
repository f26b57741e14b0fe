import { delay } from '../../client-web/src/sdk/core/retry.ts';
import {
  type LiveScene,
  openRoomPage,
  openScene,
  type RoomPageOnPhone,
  untilLive,
} from '../miniprogram/roomFixture.ts';
import { cutOff, type Return, tapToPictureMs } from '../miniprogram/roomReturns.ts';
import { compileOurs } from '../miniprogram/theProgram.ts';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const taps = 20;
const firstPictureMs = 500;
const backgroundMs = 30_000;
const switches = 5;
const backMs = 3000;

/** The mini program's own pages on a fake phone, against a server in the same process, with a clip on air that somebody watches. */
export const miniprogram: Measurement = {
  name: 'miniprogram',
  title: 'Mini program: tap to picture, and coming back',
  async run() {
    const compiled = await compileOurs();
    const scene = await openScene({ LOG_LEVEL: 'warn' });
    const watching = new AbortController();
    try {
      // Keeps the egress warm.
      const response = await fetch(`${scene.running.baseUrl}/live/${scene.roomId}.flv`, {
        signal: watching.signal,
      });
      void response.body?.pipeTo(new WritableStream()).catch(() => undefined);
      return [...(await tapFigures(compiled, scene)), ...(await returnFigures(compiled, scene))];
    } finally {
      watching.abort();
      await scene.close();
      await compiled.remove();
    }
  },
};

async function tapFigures(compiled: CompiledProgram, scene: LiveScene): Promise<Figure[]> {
  const first = await tapToPictureMs(compiled, scene, undefined);
  const times: number[] = [];
  for (let i = 0; i < taps; i += 1) times.push((await tapToPictureMs(compiled, scene, first.login)).ms);
  return [
    { what: 'tap → first picture, first visit (logs in first)', value: first.ms, unit: 'ms' },
    { what: 'tap → first picture, p50', value: percentile(times, 0.5), unit: 'ms' },
    {
      what: 'tap → first picture, p95',
      value: percentile(times, 0.95),
      unit: 'ms',
      target: { atMost: firstPictureMs },
    },
  ];
}

async function returnFigures(compiled: CompiledProgram, scene: LiveScene): Promise<Figure[]> {
  const phone = openRoomPage(compiled, scene);
  try {
    await untilLive(phone);
    await waitFor('the picture', () => [...phone.host.livePlayers][0]?.isPlaying);
    const away = await cutOff(phone, scene.ben, {
      cut: async () => {
        phone.program.suspend();
        await delay(backgroundMs);
      },
      back: () => phone.program.show(),
    });
    return [
      ...figuresOf(`${backgroundMs / 1000} s in the background`, [away]),
      ...figuresOf('network switch', await switched(phone, scene)),
    ];
  } finally {
    phone.close();
  }
}

async function switched(phone: RoomPageOnPhone, { ben }: LiveScene): Promise<Return[]> {
  const returns: Return[] = [];
  for (let i = 0; i < switches; i += 1) {
    // So that five at once may be said again.
    await delay(6000);
    returns.push(await cutOff(phone, ben, { cut: () => undefined, back: () => phone.host.switchNetwork() }));
  }
  return returns;
}

function figuresOf(what: string, returns: Return[]): Figure[] {
  const most = (of: (one: Return) => number) => Math.max(...returns.map(of));
  return [
    {
      what: `${what}: back, slowest`,
      value: most((one) => one.backMs),
      unit: 'ms',
      target: { atMost: backMs },
    },
    { what: `${what}: messages missed`, value: most((one) => one.missed), unit: '', target: { atMost: 0 } },
    { what: `${what}: player starts`, value: most((one) => one.playerStarts), unit: '' },
  ];
}
