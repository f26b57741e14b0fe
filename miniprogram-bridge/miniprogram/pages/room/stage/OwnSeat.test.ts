import { LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { NoticeFrame } from '@lianmai/shared';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PushState } from '../../../components/pusher/pushSteps';
import { OwnSeat, type OwnSeatView } from './OwnSeat';
import { stageTexts } from './stageTexts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const live: PushState = { name: 'live', isWeak: false };
const gaveUp: PushState = { name: 'waiting', attempts: 1, afterMs: 500 };

const seat = {
  seat: 1,
  allowsVideo: true,
  state: 'taken',
  occupant: { phase: 'greenRoom', forcedMute: { microphone: false, camera: false } },
};

/** Addresses are numbered; `answers` are what asking for one answers before that. */
async function sit(answers: LiveError[] = [], isAllowed = true) {
  const requests: string[] = [];
  const views: OwnSeatView[] = [];
  let addresses = 0;
  let redraw: () => void = () => undefined;
  let tell: (notice: NoticeFrame) => void = () => undefined;
  const track = { producerId: 'p1', sessionId: 's', source: 'microphone' };
  const room = {
    sessionId: 's',
    mySeat: seat,
    room: {
      subscribe: (listener: () => void) => {
        redraw = listener;
        return () => undefined;
      },
      getSnapshot: () => ({ publications: [] }),
    },
    backstage: { getSnapshot: () => ({ previews: [track] }) },
    on: (_event: string, listener: typeof tell) => {
      tell = listener;
      return () => undefined;
    },
    request: async (type: string) => {
      requests.push(type);
      const error = type === 'rtmpAddress' ? answers.shift() : undefined;
      if (error) throw error;
      addresses += 1;
      return { rtmpUrl: `rtmp://host/live/${addresses}` };
    },
  } as unknown as LiveRoom;
  const own = new OwnSeat(
    {
      room,
      t: stageTexts.zh,
      askRights: async () => isAllowed,
      sentenceOf: ({ code }) => `sentence of ${code}`,
      draw: (view) => void views.push(view),
    },
    true,
  );
  await vi.advanceTimersByTimeAsync(0);
  const view = () => views.at(-1) as OwnSeatView;
  return {
    own,
    requests,
    view,
    redraw: () => redraw(),
    tell: (notice: object) => tell(notice as NoticeFrame),
  };
}

it('pushes to the address that it is given, and says what that comes to', async () => {
  const { own, view } = await sit();
  expect(view()).toMatchObject({ url: 'rtmp://host/live/1', withVideo: true, sentence: '正在连接…' });
  own.told(live);
  expect(view().sentence).toBe('候场中 · 仅主播可见');
  own.told({ name: 'live', isWeak: true });
  expect(view().sentence).toBe('网络不佳');
  own.told({ name: 'reconnecting', attempts: 0 });
  expect(view().sentence).toBe('推流中断，正在重新连接…');
  own.close();
});

it('begins again with a new address when the pusher gave up, and after the panic button', async () => {
  const { own, view, tell } = await sit();
  own.told(gaveUp);
  expect(view().url).toBe('');
  await vi.advanceTimersByTimeAsync(400);
  expect(view().url).toBe('rtmp://host/live/2');
  own.told(live);
  tell({ type: 'notice', notice: 'producerClosed', data: { producerId: 'p1', reason: 'cut' } });
  await vi.advanceTimersByTimeAsync(400);
  expect(view().url).toBe('rtmp://host/live/3');
  own.close();
  own.told(gaveUp);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(view().url).toBe('rtmp://host/live/3');
});

it('asks again for an address after what may pass, and says what does not', async () => {
  const passing = await sit([new LiveError('timeout')]);
  expect(passing.view().url).toBe('');
  await vi.advanceTimersByTimeAsync(400);
  expect(passing.view().url).toBe('rtmp://host/live/1');
  const refused = await sit([LiveError.fromWire({ code: 'not_supported', message: '', retryable: false })]);
  await vi.advanceTimersByTimeAsync(10_000);
  const sentence = 'sentence of not_supported';
  expect(refused.view()).toMatchObject({ url: '', sentence, canRetry: true });
  refused.redraw();
  expect(refused.view()).toMatchObject({ sentence, canRetry: true });
  await refused.own.begin();
  expect(refused.view()).toMatchObject({
    url: 'rtmp://host/live/1',
    sentence: '正在连接…',
    canRetry: false,
  });
});

it('begins with a new address when it is back from the background', async () => {
  const { own, view } = await sit();
  own.told(live);
  own.told({ name: 'suspended' });
  expect(view()).toMatchObject({ url: 'rtmp://host/live/1', sentence: '推流中断，正在重新连接…' });
  own.told({ name: 'connecting', attempts: 0 });
  await vi.advanceTimersByTimeAsync(0);
  expect(view().url).toBe('rtmp://host/live/2');
  own.close();
});

it.each([
  ['camera', { isDenied: true, canRetry: false, sentence: '需要允许使用摄像头和麦克风' }],
  ['microphone', { isDenied: true, canRetry: false, sentence: '需要允许使用摄像头和麦克风' }],
  ['notAudited', { isDenied: false, canRetry: false, sentence: '当前微信版本或小程序类目不支持连麦' }],
  ['encoder', { isDenied: false, canRetry: true, sentence: '推流失败，请重试' }],
] as const)('says what is wrong with the phone: %s', async (why, shown) => {
  const { own, view } = await sit();
  own.told({ name: 'failed', why });
  expect(view()).toMatchObject(shown);
  own.close();
});

it('asks for no address while the phone may not be used, and says so', async () => {
  const { own, requests, view } = await sit([], false);
  expect([requests, view().isDenied, view().sentence]).toEqual([[], true, '需要允许使用摄像头和麦克风']);
  own.close();
});

it('is silent for everybody when it is muted: the pusher, and the track in the room', async () => {
  const { own, requests, view } = await sit();
  await own.toggleSound();
  expect(view().isMuted).toBe(true);
  await own.toggleSound();
  expect(requests).toEqual(['rtmpAddress', 'pauseTrack', 'resumeTrack']);
  expect(view().isMuted).toBe(false);
  own.close();
});
