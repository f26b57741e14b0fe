import { describe, expect, it } from 'vitest';
import {
  afterEvent,
  type PlayableSource,
  type Playback,
  type PlaybackEffect,
  type PlaybackEvent,
  playbackOff,
} from './playbackMachine.ts';

const flv: PlayableSource = { player: 'live-player', url: 'https://live/1.flv', expiresAtMs: null };
const hls: PlayableSource = { player: 'video', url: 'https://live/1.m3u8', expiresAtMs: null };

const began: PlaybackEvent = { type: 'showBegan' };
const came: PlaybackEvent = { type: 'sourcesCame', sources: [flv, hls] };
const connected: PlaybackEvent = { type: 'networkChecked', isConnected: true };
const disconnected: PlaybackEvent = { type: 'networkChecked', isConnected: false };
const code = (told: number): PlaybackEvent => ({ type: 'codeTold', code: told });
const ev = (
  type:
    | 'showOver'
    | 'paused'
    | 'patienceOver'
    | 'networkReturned'
    | 'wanted'
    | 'unwanted'
    | 'videoBroke'
    | 'videoMoved'
    | 'playerRefused'
    | 'renewalDue',
) => ({ type }) as PlaybackEvent;
const refusedBy = (why: string, isRetryable = false): PlaybackEvent => ({
  type: 'sourcesRefused',
  code: why,
  isRetryable,
});

/** What comes out after all of it, and what the last event asked for. */
function after(...events: PlaybackEvent[]): { playback: Playback; effects: readonly PlaybackEffect[] } {
  let outcome: { playback: Playback; effects: readonly PlaybackEffect[] } = {
    playback: playbackOff,
    effects: [],
  };
  for (const event of events) outcome = afterEvent(outcome.playback, event);
  return outcome;
}
/** The server did not answer. */
const away = [refusedBy('network', true), connected, ev('paused')];
const started = [began, came] as const;
const watching = [...started, code(2004)] as const;
const gaveUpOnce = [...watching, code(-2301), connected] as const;
const gaveUpTwice = [...gaveUpOnce, came, code(-2301), connected, ev('paused')] as const;

const rows: [string, readonly PlaybackEvent[], string, string[]][] = [
  ['asks where to play when a show begins', [began], 'asking', ['askSources']],
  ['plays the best', started, 'starting live-player', ['play live-player']],
  ['has a picture at 2004', watching, 'playing live-player', []],
  [
    'is told 2001 to 2003 and waits on',
    [...started, code(2001), code(2002), code(2003)],
    'starting live-player',
    [],
  ],
  ['lets the player connect again by itself', [...watching, code(2103)], 'recovering live-player', []],
  ['waits for data', [...watching, code(2007)], 'recovering live-player', []],
  ['has a picture again', [...watching, code(2103), code(2004)], 'playing live-player', []],
  [
    'asks for the network when the player gave up',
    [...watching, code(-2301)],
    'checkingNetwork',
    ['checkNetwork'],
  ],
  ['asks for addresses again at once', gaveUpOnce, 'asking', ['askSources']],
  ['starts the same player again', [...gaveUpOnce, came], 'starting live-player', ['play live-player']],
  ['pauses before the third time', [...gaveUpOnce, came, code(-2301), connected], 'pausing', ['pause 1000']],
  ['falls back to HLS after two', [...gaveUpTwice, came], 'starting video', ['play video']],
  [
    'forgets failures at a picture',
    [...gaveUpTwice, came, ev('videoMoved'), ev('videoBroke'), connected, came],
    'starting live-player',
    ['play live-player'],
  ],
  [
    'has tried everything after four',
    [
      ...gaveUpTwice,
      came,
      ev('videoBroke'),
      connected,
      ev('paused'),
      came,
      ev('videoBroke'),
      connected,
      ev('paused'),
      came,
    ],
    'failed',
    ['stop'],
  ],
  ['waits where there is no network', [...watching, code(-2301), disconnected], 'offline', ['stop']],
  [
    'goes on with another one',
    [...watching, code(-2301), disconnected, ev('networkReturned')],
    'asking',
    ['askSources'],
  ],
  ['does not disturb a player that plays', [...watching, ev('networkReturned')], 'playing live-player', []],
  [
    'takes HLS at once where the component is refused',
    [...started, ev('playerRefused'), came],
    'starting video',
    ['play video'],
  ],
  [
    'does not try a refused component again',
    [...started, ev('playerRefused'), came, ev('videoBroke'), connected, came],
    'starting video',
    ['play video'],
  ],
  [
    'loses patience with a player that says nothing',
    [...started, ev('patienceOver')],
    'checkingNetwork',
    ['checkNetwork'],
  ],
  ['takes the end of the stream for a loss', [...watching, code(2006)], 'checkingNetwork', ['checkNetwork']],
  [
    'ignores what nobody has documented',
    [...watching, code(2026), code(6000), code(-9999)],
    'playing live-player',
    [],
  ],
  ['ends with the show', [...watching, ev('showOver')], 'off', ['stop']],
  [
    'ends where the server says that it is over',
    [...gaveUpOnce, refusedBy('room_not_live')],
    'off',
    ['stop'],
  ],
  ['begins again with the next show', [...watching, ev('showOver'), began], 'asking', ['askSources']],
  ['tries a busy server again', [began, refusedBy('draining', true), connected], 'asking', ['askSources']],
  [
    'keeps to the best player, however long the server was away',
    [...watching, code(-2301), connected, ...Array.from({ length: 9 }, () => away).flat(), came],
    'starting live-player',
    ['play live-player'],
  ],
  ['stays out where it is refused', [began, refusedBy('banned')], 'failed', ['stop']],
  ['stops when it is told to', [...watching, ev('unwanted')], 'stopped', ['stop']],
  ['stays stopped through a new show', [...watching, ev('unwanted'), ev('showOver'), began], 'stopped', []],
  ['starts when it is wanted again', [...watching, ev('unwanted'), ev('wanted')], 'asking', ['askSources']],
  ['renews its address', [...watching, ev('renewalDue')], 'asking', ['askSources']],
  [
    'does not listen to a player that it has left',
    [...watching, code(-2301), code(2004)],
    'checkingNetwork',
    [],
  ],
  [
    'has nothing to play on',
    [began, ev('playerRefused'), { type: 'sourcesCame', sources: [] }],
    'failed',
    ['stop'],
  ],
];

describe('playback', () => {
  it.each(rows)('%s', (_, events, state, effects) => {
    const outcome = after(...events);
    const { state: reached } = outcome.playback;
    expect('source' in reached ? `${reached.name} ${reached.source.player}` : reached.name).toBe(state);
    expect(outcome.effects.map(named)).toEqual(effects);
  });

  it.each<[string, readonly PlaybackEvent[], PlaybackEvent]>([
    ['plays on', watching, code(2004)],
    ['plays on', watching, ev('videoMoved')],
    ['is off already', [], ev('showOver')],
  ])('has nothing to draw where it %s', (_, events, again) => {
    const { playback } = after(...events);
    expect(afterEvent(playback, again)).toEqual({ playback, effects: [] });
    expect(afterEvent(playback, again).playback.state).toBe(playback.state);
  });
});

function named(effect: PlaybackEffect): string {
  if (effect.type === 'play') return `play ${effect.source.player}`;
  return effect.type === 'pause' ? `pause ${effect.ms}` : effect.type;
}
