/** The host's two players: `<live-player>` takes FLV, `<video>` takes HLS. */
export type PlayerName = 'live-player' | 'video';

/** What can be played where, the best first. */
export interface PlayableSource {
  player: PlayerName;
  url: string;
  /** Until when it may be begun; null: for good. */
  expiresAtMs: number | null;
}

export type PlaybackState =
  /** No show is on. */
  | { name: 'off' }
  /** Asks the server for addresses. */
  | { name: 'asking' }
  | { name: 'starting'; source: PlayableSource }
  | { name: 'playing'; source: PlayableSource }
  /** The player waits for data, or connects again by itself. */
  | { name: 'recovering'; source: PlayableSource }
  /** The player gave up: is there a network at all? */
  | { name: 'checkingNetwork' }
  | { name: 'offline' }
  /** Before asking again. */
  | { name: 'pausing' }
  /** Every way was tried, or the server refuses: with `code`, or null. The user or another network starts it again. */
  | { name: 'failed'; code: string | null }
  /** The program stopped it. */
  | { name: 'stopped' };

export interface Playback {
  state: PlaybackState;
  /** How often a player gave up since there was a picture: says which is tried next. */
  failures: number;
  /** How often in a row there was no answer where to play. */
  unanswered: number;
  /** Players that this mini program does not have, or may not use. */
  unusable: readonly PlayerName[];
}

export type PlaybackEvent =
  | { type: 'showBegan' | 'showOver' | 'paused' | 'patienceOver' | 'networkReturned' | 'renewalDue' }
  /** The program says so, or its user. */
  | { type: 'wanted' | 'unwanted' }
  | { type: 'sourcesCame'; sources: readonly PlayableSource[] }
  | { type: 'sourcesRefused'; code: string; isRetryable: boolean }
  /** `bindstatechange` of `<live-player>`. */
  | { type: 'codeTold'; code: number }
  /** The same of `<video>`. */
  | { type: 'videoMoved' | 'videoStalled' | 'videoBroke' }
  /** The component itself was refused: the category was not audited, or an old host does not know it. */
  | { type: 'playerRefused' }
  | { type: 'networkChecked'; isConnected: boolean };

export type PlaybackEffect =
  | { type: 'askSources' | 'checkNetwork' | 'stop' }
  | { type: 'play'; source: PlayableSource }
  | { type: 'pause'; ms: number };

export interface Transition {
  playback: Playback;
  effects: readonly PlaybackEffect[];
}

/** A way is tried so often before the next one. */
const triesEach = 2;
const pausesMs = [0, 1000, 2000, 4000, 8000];

export const playbackOff: Playback = { state: { name: 'off' }, failures: 0, unanswered: 0, unusable: [] };

/** The only place that decides what is played, and what happens after a loss. Codes that are not named here inform, and change nothing. */
export function afterEvent(playback: Playback, event: PlaybackEvent): Transition {
  const { state } = playback;
  switch (event.type) {
    case 'showBegan':
      return state.name === 'off' ? asking(playback) : unchanged(playback);
    case 'showOver':
      return state.name === 'stopped' || state.name === 'off'
        ? unchanged(playback)
        : to(playback, { name: 'off' }, [{ type: 'stop' }]);
    case 'wanted':
      return isUnderWay(state) ? unchanged(playback) : asking({ ...playback, failures: 0, unanswered: 0 });
    case 'unwanted':
      return to(playback, { name: 'stopped' }, [{ type: 'stop' }]);
    case 'networkReturned':
      return isHeldUp(state) ? asking({ ...playback, failures: 0, unanswered: 0 }) : unchanged(playback);
    case 'sourcesCame':
      return state.name === 'asking' ? playing(playback, event.sources) : unchanged(playback);
    case 'sourcesRefused':
      return state.name === 'asking' ? refused(playback, event) : unchanged(playback);
    case 'paused':
      return state.name === 'pausing' ? asking(playback) : unchanged(playback);
    case 'networkChecked':
      return state.name === 'checkingNetwork' ? checked(playback, event.isConnected) : unchanged(playback);
    default:
      return 'source' in state ? afterPlayer(playback, state, event) : unchanged(playback);
  }
}

type WithSource = Extract<PlaybackState, { source: PlayableSource }>;

function afterPlayer(playback: Playback, { source }: WithSource, event: PlaybackEvent): Transition {
  switch (event.type) {
    case 'codeTold':
      return afterCode(playback, source, event.code);
    case 'videoMoved':
      return moved(playback, source);
    case 'videoStalled':
      return to(playback, { name: 'recovering', source });
    case 'videoBroke':
    case 'patienceOver':
      return gaveUp(playback);
    case 'renewalDue':
      return asking(playback);
    case 'playerRefused':
      return asking({ ...playback, failures: 0, unusable: [...playback.unusable, source.player] });
    default:
      return unchanged(playback);
  }
}

/** Tencent's codes of `<live-player>`, those that change anything. */
function afterCode(playback: Playback, source: PlayableSource, code: number): Transition {
  switch (code) {
    case 2004: // playing
      return moved(playback, source);
    case 2007: // waits for data; 2004 comes after it
    case 2103: // lost, connects again by itself
      return to(playback, { name: 'recovering', source });
    case 2006: // the stream has ended
    case -2301: // has connected again several times, and will not any more
    case -2302:
      return gaveUp(playback);
    default:
      return unchanged(playback);
  }
}

/** `<video>` says so several times a second. */
function moved(playback: Playback, source: PlayableSource): Transition {
  return playback.state.name === 'playing' && playback.failures === 0
    ? unchanged(playback)
    : to({ ...playback, failures: 0 }, { name: 'playing', source });
}

function gaveUp(playback: Playback): Transition {
  return checking({ ...playback, failures: playback.failures + 1 });
}

function checking(playback: Playback): Transition {
  return to(playback, { name: 'checkingNetwork' }, [{ type: 'checkNetwork' }]);
}

function checked(playback: Playback, isConnected: boolean): Transition {
  if (!isConnected) return to(playback, { name: 'offline' }, [{ type: 'stop' }]);
  const tries = playback.failures + playback.unanswered;
  const ms = pausesMs[Math.min(tries, pausesMs.length) - 1] ?? 0;
  return ms > 0 ? to(playback, { name: 'pausing' }, [{ type: 'pause', ms }]) : asking(playback);
}

/** After a loss the address is a new one: the old one may have expired, and the show may be over. */
function asking(playback: Playback): Transition {
  return to(playback, { name: 'asking' }, [{ type: 'askSources' }]);
}

function playing(playback: Playback, sources: readonly PlayableSource[]): Transition {
  const usable = sources.filter(({ player }) => !playback.unusable.includes(player));
  const source = usable[Math.floor(playback.failures / triesEach)];
  if (!source) return to(playback, { name: 'failed', code: null }, [{ type: 'stop' }]);
  return to({ ...playback, unanswered: 0 }, { name: 'starting', source }, [{ type: 'play', source }]);
}

function refused(
  playback: Playback,
  { code, isRetryable }: { code: string; isRetryable: boolean },
): Transition {
  // The room tells when the next show begins.
  if (code === 'room_not_live') return to(playback, { name: 'off' }, [{ type: 'stop' }]);
  // No player is to blame for a server that is away: the best one is tried again when it is back.
  return isRetryable
    ? checking({ ...playback, unanswered: playback.unanswered + 1 })
    : to(playback, { name: 'failed', code }, [{ type: 'stop' }]);
}

function isUnderWay({ name }: PlaybackState): boolean {
  return name === 'asking' || name === 'starting' || name === 'playing' || name === 'recovering';
}

/** A new network makes waiting pointless. */
function isHeldUp({ name }: PlaybackState): boolean {
  return name === 'offline' || name === 'failed' || name === 'pausing';
}

function to(playback: Playback, state: PlaybackState, effects: readonly PlaybackEffect[] = []): Transition {
  return { playback: { ...playback, state }, effects };
}

function unchanged(playback: Playback): Transition {
  return { playback, effects: [] };
}
