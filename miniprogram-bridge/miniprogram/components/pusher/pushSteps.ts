/** Why publishing cannot go on without its user. */
export type PushFailure = 'camera' | 'microphone' | 'notAudited' | 'encoder' | 'network';

export type PushState =
  | { name: 'off' }
  /** @property attempts to begin again since it was on air last */
  | { name: 'connecting'; attempts: number }
  | { name: 'live'; isWeak: boolean }
  /** The host tries again by itself, which it does before it gives up each attempt of ours. */
  | { name: 'reconnecting'; attempts: number }
  /** The host has given up; we begin again after so long, or when there is a network. */
  | { name: 'waiting'; attempts: number; afterMs: number }
  /** The mini program is in the background, where a host sends nothing. */
  | { name: 'suspended' }
  | { name: 'failed'; why: PushFailure };

export type PushEvent =
  /** What its user wants. */
  | { type: 'wanted' }
  | { type: 'unwanted' }
  /** `bindstatechange` */
  | { type: 'code'; code: number }
  /** `binderror` */
  | { type: 'error'; errCode: number; errMsg: string }
  | { type: 'uplinkCalm' }
  /** Waited long enough, or the network is back. */
  | { type: 'due' }
  /** The mini program is in front again. */
  | { type: 'shown' };

/** What is to be done to the host's pusher. */
export type PushAct = 'start' | 'stop' | 'restart' | null;

export interface PushStep {
  state: PushState;
  act: PushAct;
}

/** How long to wait before each attempt; after the last one its user decides. */
export const retryAfterMs = [500, 1000, 2000, 4000, 8000, 8000, 8000] as const;

/** What comes next of what happens to a `<live-pusher>`. Codes that are not named here only inform. */
export function pushStep(state: PushState, event: PushEvent): PushStep {
  switch (event.type) {
    case 'wanted':
      return isOn(state) ? stay(state) : { state: { name: 'connecting', attempts: 0 }, act: 'start' };
    case 'unwanted':
      return { state: { name: 'off' }, act: isOn(state) ? 'stop' : null };
    case 'error':
      return failed(state, whyOfError(event));
    case 'code':
      return codeStep(state, event.code);
    case 'uplinkCalm':
      return stay(state.name === 'live' ? { name: 'live', isWeak: false } : state);
    case 'due':
      return state.name === 'waiting' ? begin(state.attempts) : stay(state);
    case 'shown':
      // It may not have been told yet that it was stopped.
      return isOn(state) && state.name !== 'live' ? begin(0) : stay(state);
  }
}

const stay = (state: PushState): PushStep => ({ state, act: null });
const begin = (attempts: number): PushStep => ({ state: { name: 'connecting', attempts }, act: 'restart' });
const attemptsOf = (state: PushState) => ('attempts' in state ? state.attempts : 0);
const isOn = (state: PushState) => state.name !== 'off' && state.name !== 'failed';

function codeStep(state: PushState, code: number): PushStep {
  const why = whyOfCode.get(code);
  if (why) return failed(state, why);
  if (!isOn(state)) return stay(state);
  switch (code) {
    case 1002: // pushing
      return stay({ name: 'live', isWeak: false });
    case 1101: // weak uplink
      return stay(state.name === 'live' ? { name: 'live', isWeak: true } : state);
    case 1102: // disconnected, tries again by itself
      return stay(state.name === 'suspended' ? state : { name: 'reconnecting', attempts: attemptsOf(state) });
    case -1307: // gave up
      return gaveUp(state);
    case 5000: // suspended
      return stay({ name: 'suspended' });
    default:
      return stay(state);
  }
}

function gaveUp(state: PushState): PushStep {
  if (state.name === 'suspended') return stay(state);
  const attempts = attemptsOf(state);
  const afterMs = retryAfterMs[attempts];
  if (afterMs === undefined) return failed(state, 'network');
  return stay({ name: 'waiting', attempts: attempts + 1, afterMs });
}

function failed(state: PushState, why: PushFailure | null): PushStep {
  if (why === null) return stay(state);
  return { state: { name: 'failed', why }, act: isOn(state) ? 'stop' : null };
}

const whyOfCode = new Map<number, PushFailure>([
  [-1301, 'camera'],
  [-1302, 'microphone'],
  [-1303, 'encoder'],
  [-1304, 'encoder'],
  [-1305, 'encoder'],
  [-1306, 'encoder'],
]);

function whyOfError({ errCode, errMsg }: { errCode: number; errMsg: string }): PushFailure | null {
  if (errCode === 10001) return 'camera';
  if (errCode === 10002) return 'microphone';
  return /access denied/i.test(errMsg) ? 'notAudited' : null;
}
