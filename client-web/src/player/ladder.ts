import {
  endedGraceMs,
  type LadderCommand,
  type LadderEvent,
  type LadderState,
  type LadderStep,
  ladderOrder,
  probeDeadlineMs,
  probeDelaysMs,
  provenMs,
  retryDelaysMs,
  stallLimitMs,
  startDeadlineMs,
} from './ladderState.ts';
import type { LadderProtocol, ProtocolChoice } from './types.ts';

/** What the ladder does about an event. Pure: the clock comes in, commands go out. */
export function stepLadder(state: LadderState, event: LadderEvent, nowMs: number): LadderStep {
  switch (event.type) {
    case 'onAir':
      return changeOnAir(state, event.isOnAir, nowMs);
    case 'anchorAway':
      // Deadlines start afresh when the anchor is back.
      return only({ ...state, isAnchorAway: event.isAway, sinceMs: nowMs });
    case 'available':
      return changeAvailable({ ...state, available: event.protocols }, nowMs);
    case 'choose':
      return reconsider(state, { ...state, choice: event.choice }, nowMs);
    case 'hold':
      return reconsider(state, { ...state, held: event.protocol }, nowMs);
    case 'playing':
      return only(nowPlaying(state, nowMs));
    case 'stalled':
      return only(nowStalled(state, nowMs));
    case 'idle':
      return only(state.protocol ? { ...state, phase: 'waiting', sinceMs: nowMs } : state);
    case 'failed':
      return state.protocol ? fail(state, nowMs) : only(state);
    case 'sourceEnded':
      return only(
        state.protocol
          ? { ...state, phase: 'stalled', sinceMs: nowMs, retryAtMs: nowMs + endedGraceMs }
          : state,
      );
    case 'probeWorked':
      return promote(state, nowMs);
    case 'probeFailed':
      return endProbe(state, nowMs);
    case 'networkReturned':
      return only(state.probe.phase === 'due' ? { ...state, probe: { phase: 'due', atMs: nowMs } } : state);
    case 'tick':
      return tick(state, nowMs);
  }
}

function only(state: LadderState): LadderStep {
  return { state, commands: [] };
}

function changeOnAir(state: LadderState, isOnAir: boolean, nowMs: number): LadderStep {
  if (isOnAir === state.isOnAir) return only(state);
  if (isOnAir) return startAtTop({ ...state, isOnAir, rounds: 0, probeCount: 0 }, nowMs);
  return {
    state: {
      ...state,
      isOnAir,
      isAnchorAway: false,
      phase: 'ended',
      protocol: null,
      sinceMs: nowMs,
      retryAtMs: null,
      probe: { phase: 'none' },
    },
    commands: [...stopProbe(state), { type: 'stop' }],
  };
}

function changeAvailable(state: LadderState, nowMs: number): LadderStep {
  if (!state.isOnAir) return only(state);
  const isLost = state.protocol !== null && !candidates(state).includes(state.protocol);
  if (isLost || (state.protocol === null && state.retryAtMs === null)) return startAtTop(state, nowMs);
  return only(state);
}

/** Another choice of the user's, or a hold that came or went. */
function reconsider(before: LadderState, next: LadderState, nowMs: number): LadderStep {
  if (choiceOf(before) === choiceOf(next)) return only(next);
  const chosen: LadderState = { ...next, rounds: 0, probeCount: 0 };
  if (!chosen.isOnAir) return only(chosen);
  const [best] = candidates(chosen);
  const isFine = best === chosen.protocol && chosen.phase !== 'stalled';
  if (!isFine) return withoutProbe(chosen, startAtTop(chosen, nowMs));
  return withoutProbe(chosen, only(chosen));
}

function choiceOf({ choice, held }: LadderState): ProtocolChoice {
  return held ?? choice;
}

function candidates(state: LadderState): LadderProtocol[] {
  const choice = choiceOf(state);
  if (choice !== 'auto') return [choice];
  return ladderOrder.filter((protocol) => state.available.includes(protocol));
}

function startAtTop(state: LadderState, nowMs: number): LadderStep {
  const [best] = candidates(state);
  if (best) return play({ ...state, restarts: 0 }, best, nowMs);
  return only({ ...state, phase: 'failed', protocol: null, sinceMs: nowMs, retryAtMs: null });
}

/** Begins (again) on one rung; off WebRTC a look back up is planned. */
function play(state: LadderState, protocol: LadderProtocol, nowMs: number): LadderStep {
  const next: LadderState = {
    ...state,
    phase: 'starting',
    protocol,
    sinceMs: nowMs,
    hadPicture: false,
    retryAtMs: null,
  };
  const plan = {
    ...next,
    probe: protocol === 'webrtc' ? ({ phase: 'none' } as const) : planProbe(next, nowMs),
  };
  const stop = protocol === 'webrtc' ? stopProbe(state) : [];
  return { state: plan, commands: [...stop, { type: 'play', protocol }] };
}

function planProbe(state: LadderState, nowMs: number): LadderState['probe'] {
  if (state.probe.phase !== 'none') return state.probe;
  if (choiceOf(state) !== 'auto' || !state.available.includes('webrtc')) return { phase: 'none' };
  return { phase: 'due', atMs: nowMs + delayOf(probeDelaysMs, state.probeCount) };
}

function nowPlaying(state: LadderState, nowMs: number): LadderState {
  if (!state.protocol || state.phase === 'playing') return state;
  return {
    ...state,
    phase: 'playing',
    sinceMs: nowMs,
    hadPicture: true,
    restarts: 0,
    rounds: 0,
    retryAtMs: null,
  };
}

function nowStalled(state: LadderState, nowMs: number): LadderState {
  if (!state.protocol || state.phase === 'stalled' || state.phase === 'starting') return state;
  return { ...state, phase: state.hadPicture ? 'stalled' : 'starting', sinceMs: nowMs };
}

// A rung that has worked gets one more chance (a server that restarted its stream); WebRTC has mended itself as far as it can.
function fail(state: LadderState, nowMs: number): LadderStep {
  const { protocol } = state;
  if (!protocol) return only(state);
  if (choiceOf(state) !== 'auto') return pause(state, nowMs);
  if (state.hadPicture && protocol !== 'webrtc' && state.restarts === 0)
    return play({ ...state, restarts: 1 }, protocol, nowMs);
  const rungs = candidates(state);
  const next = rungs[rungs.indexOf(protocol) + 1];
  if (!next) return pause(state, nowMs);
  const wasProven = protocol === 'webrtc' && state.phase !== 'starting' && nowMs - state.sinceMs > provenMs;
  return play({ ...state, restarts: 0, probeCount: wasProven ? 0 : state.probeCount }, next, nowMs);
}

/** Nothing works at the moment: wait, then begin at the top. */
function pause(state: LadderState, nowMs: number): LadderStep {
  return {
    state: {
      ...state,
      phase: 'failed',
      protocol: null,
      sinceMs: nowMs,
      rounds: state.rounds + 1,
      retryAtMs: nowMs + delayOf(retryDelaysMs, state.rounds),
      probe: { phase: 'none' },
    },
    commands: [...stopProbe(state), { type: 'stop' }],
  };
}

function tick(state: LadderState, nowMs: number): LadderStep {
  if (!state.isOnAir) return only(state);
  if (state.retryAtMs !== null && nowMs >= state.retryAtMs) return retry(state, nowMs);
  if (isOverdue(state, nowMs)) return fail(state, nowMs);
  return tickProbe(state, nowMs);
}

function retry(state: LadderState, nowMs: number): LadderStep {
  if (!state.protocol) return startAtTop(state, nowMs);
  return fail({ ...state, retryAtMs: null }, nowMs);
}

function isOverdue({ phase, protocol, sinceMs, isAnchorAway }: LadderState, nowMs: number): boolean {
  if (!protocol || isAnchorAway) return false;
  if (phase === 'starting') return nowMs - sinceMs >= startDeadlineMs[protocol];
  return phase === 'stalled' && nowMs - sinceMs >= stallLimitMs[protocol];
}

function tickProbe(state: LadderState, nowMs: number): LadderStep {
  const { probe } = state;
  if (probe.phase === 'due' && nowMs >= probe.atMs && !state.isAnchorAway)
    return {
      state: { ...state, probe: { phase: 'running', sinceMs: nowMs } },
      commands: [{ type: 'startProbe' }],
    };
  if (probe.phase === 'running' && nowMs - probe.sinceMs >= probeDeadlineMs) return endProbe(state, nowMs);
  return only(state);
}

function endProbe(state: LadderState, nowMs: number): LadderStep {
  if (state.probe.phase !== 'running') return only(state);
  const next: LadderState = { ...state, probe: { phase: 'none' }, probeCount: state.probeCount + 1 };
  return { state: { ...next, probe: planProbe(next, nowMs) }, commands: [{ type: 'stopProbe' }] };
}

function promote(state: LadderState, nowMs: number): LadderStep {
  if (state.probe.phase !== 'running') return only(state);
  const next: LadderState = {
    ...state,
    phase: 'starting',
    protocol: 'webrtc',
    sinceMs: nowMs,
    hadPicture: false,
    restarts: 0,
    retryAtMs: null,
    probe: { phase: 'none' },
    probeCount: state.probeCount + 1,
  };
  return { state: next, commands: [{ type: 'promote' }] };
}

function stopProbe(state: LadderState): LadderCommand[] {
  return state.probe.phase === 'running' ? [{ type: 'stopProbe' }] : [];
}

function withoutProbe(before: LadderState, { state, commands }: LadderStep): LadderStep {
  if (choiceOf(state) === 'auto') return { state, commands };
  const isStopped = commands.some((command) => command.type === 'stopProbe');
  const stops = isStopped ? [] : stopProbe(before);
  return { state: { ...state, probe: { phase: 'none' } }, commands: [...stops, ...commands] };
}

function delayOf(delays: readonly number[], index: number): number {
  return delays[Math.min(index, delays.length - 1)] ?? 0;
}
