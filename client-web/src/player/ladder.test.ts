import { describe, expect, it } from 'vitest';
import { stepLadder } from './ladder.ts';
import { initialLadder, type LadderCommand, type LadderEvent, type LadderState } from './ladderState.ts';
import type { LadderProtocol, ProtocolChoice } from './types.ts';

const all: readonly LadderProtocol[] = ['webrtc', 'flv', 'llhls', 'hls'];

/** Runs a ladder with a clock of its own; ticks four times a second while time passes. */
class Climb {
  state: LadderState;
  commands: LadderCommand[] = [];
  #nowMs = 0;

  constructor(choice: ProtocolChoice = 'auto', available = all) {
    this.state = initialLadder(choice, 0);
    this.do({ type: 'available', protocols: available });
    this.do({ type: 'onAir', isOnAir: true });
  }

  do(event: LadderEvent): this {
    const step = stepLadder(this.state, event, this.#nowMs);
    this.state = step.state;
    this.commands.push(...step.commands);
    return this;
  }

  pass(ms: number): this {
    for (const endMs = this.#nowMs + ms; this.#nowMs < endMs; ) {
      this.#nowMs += 250;
      this.do({ type: 'tick' });
    }
    return this;
  }

  get at(): string {
    return `${this.state.phase} ${this.state.protocol ?? '-'}`;
  }

  taken(): string[] {
    return this.commands
      .splice(0)
      .map((command) => (command.type === 'play' ? command.protocol : command.type));
  }
}

describe('the way down', () => {
  it.each([
    { name: 'no picture in time', events: [] as LadderEvent[], afterMs: 5000, at: 'starting flv' },
    { name: 'just not yet', events: [], afterMs: 4750, at: 'starting webrtc' },
    { name: 'an error at once', events: [{ type: 'failed' }], afterMs: 0, at: 'starting flv' },
    { name: 'a picture in time', events: [{ type: 'playing' }], afterMs: 20_000, at: 'playing webrtc' },
    {
      name: 'a stall',
      events: [{ type: 'playing' }, { type: 'stalled' }],
      afterMs: 6000,
      at: 'starting flv',
    },
    {
      name: 'a short stall',
      events: [{ type: 'playing' }, { type: 'stalled' }],
      afterMs: 5750,
      at: 'stalled webrtc',
    },
    { name: 'nobody sending', events: [{ type: 'idle' }], afterMs: 60_000, at: 'waiting webrtc' },
    {
      name: 'a stall before the first picture',
      events: [{ type: 'idle' }, { type: 'stalled' }],
      afterMs: 5000,
      at: 'starting flv',
    },
    {
      name: 'the anchor away',
      events: [{ type: 'playing' }, { type: 'stalled' }, { type: 'anchorAway', isAway: true }],
      afterMs: 60_000,
      at: 'stalled webrtc',
    },
  ] satisfies { name: string; events: LadderEvent[]; afterMs: number; at: string }[])(
    '$name: $at',
    ({ events, afterMs, at }) => {
      const climb = new Climb();
      for (const event of events) climb.do(event);
      expect(climb.pass(afterMs).at).toBe(at);
    },
  );

  it('tries every rung in order, then waits and starts at the top', () => {
    const climb = new Climb();
    climb.pass(5000 + 6000 + 8000 + 12_000);
    expect(climb.taken()).toEqual(['webrtc', 'flv', 'llhls', 'hls', 'stop']);
    expect(climb.at).toBe('failed -');
    climb.pass(1000);
    expect(climb.taken()).toEqual(['webrtc']);
  });

  it('gives a stream that has worked one restart before it goes down', () => {
    const climb = new Climb('auto', ['flv', 'llhls']);
    climb.do({ type: 'playing' }).do({ type: 'failed' });
    expect(climb.taken()).toEqual(['flv', 'flv']);
    climb.pass(6000);
    expect(climb.taken()).toEqual(['llhls']);
  });

  it('leaves out what is not available', () => {
    expect(new Climb('auto', ['hls']).at).toBe('starting hls');
    expect(new Climb('auto', []).at).toBe('failed -');
  });
});

describe('the way up', () => {
  const onFlv = () => {
    const climb = new Climb();
    climb.pass(5000).do({ type: 'playing' });
    climb.taken();
    return climb;
  };

  it('probes WebRTC after 30 s, then 60 s later, beside what plays', () => {
    const climb = onFlv();
    climb.pass(29_750);
    expect(climb.taken()).toEqual([]);
    climb.pass(250);
    expect(climb.taken()).toEqual(['startProbe']);
    climb.pass(8000);
    expect(climb.taken()).toEqual(['stopProbe']);
    expect(climb.at).toBe('playing flv');
    climb.pass(59_750);
    expect(climb.taken()).toEqual([]);
    climb.pass(250);
    expect(climb.taken()).toEqual(['startProbe']);
  });

  it('takes over what the probe receives', () => {
    const climb = onFlv();
    climb.pass(30_000).do({ type: 'probeWorked' }).do({ type: 'playing' });
    expect(climb.taken()).toEqual(['startProbe', 'promote']);
    expect(climb.at).toBe('playing webrtc');
    expect(climb.pass(600_000).taken()).toEqual([]);
  });

  it('probes at once when the network returns', () => {
    const climb = onFlv();
    climb.do({ type: 'networkReturned' }).pass(250);
    expect(climb.taken()).toEqual(['startProbe']);
  });

  it('probes ever more rarely while WebRTC keeps breaking', () => {
    const climb = onFlv();
    climb
      .pass(30_000)
      .do({ type: 'probeWorked' })
      .do({ type: 'playing' })
      .pass(10_000)
      .do({ type: 'stalled' })
      .pass(6000);
    climb.do({ type: 'playing' });
    expect(climb.taken()).toEqual(['startProbe', 'promote', 'flv']);
    climb.pass(59_000);
    expect(climb.taken()).toEqual([]);
    climb.pass(1000);
    expect(climb.taken()).toEqual(['startProbe']);
  });

  it('ignores a probe that answers too late', () => {
    const climb = onFlv();
    climb.pass(38_000).do({ type: 'probeWorked' });
    expect(climb.taken()).toEqual(['startProbe', 'stopProbe']);
    expect(climb.at).toBe('playing flv');
  });
});

describe('a choice by hand', () => {
  it('keeps its protocol whatever happens, with pauses', () => {
    const climb = new Climb('llhls');
    climb.pass(8000);
    expect(climb.at).toBe('failed -');
    climb.pass(1000);
    expect(climb.at).toBe('starting llhls');
    climb.pass(120_000);
    expect(new Set(climb.taken())).toEqual(new Set(['llhls', 'stop']));
  });

  it('switches at once, and back to the top with auto', () => {
    const climb = new Climb();
    climb.do({ type: 'playing' }).do({ type: 'choose', choice: 'hls' });
    expect(climb.at).toBe('starting hls');
    climb.do({ type: 'playing' }).pass(100_000).do({ type: 'choose', choice: 'auto' });
    expect(climb.taken()).toEqual(['webrtc', 'hls', 'webrtc']);
  });

  it('does not interrupt what plays already', () => {
    const climb = new Climb();
    climb.do({ type: 'playing' });
    climb.taken();
    climb.do({ type: 'choose', choice: 'webrtc' });
    expect(climb.taken()).toEqual([]);
    expect(climb.at).toBe('playing webrtc');
  });

  it('drops a running probe', () => {
    const climb = new Climb();
    climb.pass(5000).do({ type: 'playing' }).pass(30_000);
    climb.taken();
    climb.do({ type: 'choose', choice: 'flv' });
    expect(climb.taken()).toEqual(['stopProbe']);
    expect(climb.pass(600_000).taken()).toEqual([]);
  });
});

describe('the end', () => {
  it('stops with the show and starts with the next one', () => {
    const climb = new Climb();
    climb.do({ type: 'playing' }).do({ type: 'onAir', isOnAir: false });
    expect(climb.taken()).toEqual(['webrtc', 'stop']);
    expect(climb.at).toBe('ended -');
    expect(climb.pass(60_000).taken()).toEqual([]);
    climb.do({ type: 'onAir', isOnAir: true });
    expect(climb.taken()).toEqual(['webrtc']);
  });

  it('waits for the news of the end when a stream ends, and plays again when there is none', () => {
    const climb = new Climb('auto', ['flv', 'hls']);
    climb.do({ type: 'playing' }).do({ type: 'sourceEnded' });
    climb.taken();
    expect(climb.pass(1250).taken()).toEqual([]);
    expect(climb.pass(250).taken()).toEqual(['flv']);
  });

  it('takes the news of the end in time', () => {
    const climb = new Climb('auto', ['flv', 'hls']);
    climb.do({ type: 'playing' }).do({ type: 'sourceEnded' }).pass(500).do({ type: 'onAir', isOnAir: false });
    climb.taken();
    expect(climb.pass(60_000).taken()).toEqual([]);
    expect(climb.at).toBe('ended -');
  });
});

describe('a hold', () => {
  const onFlv = () => new Climb('flv').do({ type: 'playing' });
  const hold: LadderEvent = { type: 'hold', protocol: 'webrtc' };
  const release: LadderEvent = { type: 'hold', protocol: null };

  it('counts before the choice, and the choice again afterwards', () => {
    const climb = onFlv().do(hold);
    expect(climb.at).toBe('starting webrtc');
    climb.do({ type: 'playing' }).do(release);
    expect(climb.at).toBe('starting flv');
  });

  it('does not disturb what plays already', () => {
    const climb = new Climb().do({ type: 'playing' });
    climb.taken();
    climb.do(hold).do(release);
    expect(climb.taken()).toEqual([]);
    expect(climb.at).toBe('playing webrtc');
  });

  it('keeps trying WebRTC where the ladder would go down', () => {
    const climb = new Climb().do(hold).pass(120_000);
    expect(new Set(climb.taken())).toEqual(new Set(['webrtc', 'stop']));
  });

  it('remembers a choice that is made meanwhile', () => {
    const climb = new Climb().do(hold).do({ type: 'playing' }).do({ type: 'choose', choice: 'hls' });
    expect(climb.at).toBe('playing webrtc');
    expect(climb.do(release).at).toBe('starting hls');
  });

  it('ends a probe that has become needless', () => {
    const climb = new Climb().do({ type: 'failed' }).do({ type: 'playing' }).pass(30_000);
    expect(climb.taken()).toContain('startProbe');
    expect(climb.do(hold).taken()).toContain('stopProbe');
  });
});
