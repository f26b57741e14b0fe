import {
  type BackstageView,
  emptyBackstage,
  eventsIn,
  type PkView,
  type Publication,
  type PushFrame,
  type ReplyMap,
  type RoomEvent,
  type RoomEventMap,
  type RoomSnapshot,
} from '@lianmai/shared';

type Mirrored = Pick<RoomSnapshot, 'publications' | 'stage' | 'pk' | 'isAnchorAway'> & { status: string };

type MirroredReply = Pick<ReplyMap['join'], 'snapshot' | 'backstage' | 'missed' | 'isResumed'>;

/** What a client knows that does no more than what docs/protocol.md says: the snapshot, and every push applied to it. */
export class RoomMirror {
  seq = 0;
  backstage: BackstageView = emptyBackstage;
  /** What was not as the protocol promises. */
  readonly faults: string[] = [];
  #state: Mirrored | null = null;
  /** What came before this client had got round to reading the reply to its `join`. */
  #held: PushFrame[] | null = [];

  /** A `join` is on its way: what comes from now on comes after its reply. */
  hold(): void {
    this.#held ??= [];
  }

  /** The reply to `join`: where the log is whole it is applied to what was known, as after any cut. */
  join(reply: MirroredReply): void {
    this.#read(reply);
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of held) this.push(frame);
  }

  push(frame: PushFrame): void {
    if (this.#held) this.#held.push(frame);
    else if (frame.type !== 'notice') for (const event of eventsIn(frame)) this.#apply(event);
    else if (frame.notice === 'backstageChanged') this.backstage = frame.data.backstage;
  }

  /** How this client's picture of the room differs from the room's own; `null`: it does not. */
  differenceTo(snapshot: RoomSnapshot): string | null {
    const [mine, theirs] = [sorted(this.#state), sorted(stateOf(snapshot))];
    return mine === theirs ? null : `client: ${mine}\nserver: ${theirs}`;
  }

  #read({ snapshot, backstage, missed, isResumed }: MirroredReply): void {
    this.backstage = backstage;
    if (isResumed && missed && this.#state) {
      for (const event of missed) this.#apply(event);
      if (this.seq !== snapshot.seq) this.faults.push(`missed ends at ${this.seq}, not ${snapshot.seq}`);
      return;
    }
    this.seq = snapshot.seq;
    this.#state = stateOf(snapshot);
  }

  #apply(event: RoomEvent): void {
    if (event.seq !== this.seq + 1) this.faults.push(`${event.type} ${event.seq} came after ${this.seq}`);
    this.seq = event.seq;
    if (this.#state) this.#state = stateAfter(this.#state, event);
  }
}

function stateOf({ publications, stage, pk, isAnchorAway, room }: RoomSnapshot): Mirrored {
  return { publications, stage, pk, isAnchorAway, status: room.status };
}

function stateAfter(state: Mirrored, event: RoomEvent): Mirrored {
  const { publications } = state;
  switch (event.type) {
    case 'showStarted':
      return { ...state, status: 'live' };
    case 'showEnded':
      return { ...state, status: 'ended', isAnchorAway: false };
    case 'anchorLeft':
      return { ...state, isAnchorAway: true };
    case 'anchorReturned':
      return { ...state, isAnchorAway: false };
    case 'trackPublished':
      return { ...state, publications: [...publications, event.data.publication] };
    case 'trackUnpublished':
      return {
        ...state,
        publications: publications.filter(({ producerId }) => producerId !== event.data.producerId),
      };
    case 'trackPaused':
    case 'trackResumed': {
      const isPaused = event.type === 'trackPaused';
      const change = (one: Publication) =>
        one.producerId === event.data.producerId ? { ...one, isPaused } : one;
      return { ...state, publications: publications.map(change) };
    }
    case 'stageSettingsChanged':
      return withSeats({ ...state, stage: { ...state.stage, settings: event.data.settings } }, []);
    case 'seatsChanged':
      return withSeats(state, event.data.seats);
    case 'pkStarted':
    case 'pkDecided':
      return { ...state, pk: event.data.pk };
    case 'pkScored':
      return { ...state, pk: state.pk && withScores(state.pk, event.data.scores) };
    case 'pkEnded':
      return { ...state, pk: null };
    default:
      return state;
  }
}

function withScores(pk: PkView, scores: RoomEventMap['pkScored']['scores']): PkView {
  const scored = (side: PkView['sides'][number]) => ({
    ...side,
    score: scores.find(({ roomId }) => roomId === side.roomId)?.score ?? side.score,
  });
  const [one, other] = pk.sides;
  return { ...pk, sides: [scored(one), scored(other)] };
}

/** Seats beyond the count are there only while they are taken, and tracks go with their publisher. */
function withSeats(state: Mirrored, changed: RoomSnapshot['stage']['seats']): Mirrored {
  const { settings, seats: before } = state.stage;
  const numbers = new Set(changed.map(({ seat }) => seat));
  const seats = [...before.filter(({ seat }) => !numbers.has(seat)), ...changed]
    .filter((seat) => seat.seat < settings.seatCount || seat.state === 'taken')
    .sort((a, b) => a.seat - b.seat);
  const seatOf = (sessionId: string) =>
    seats.find((seat) => seat.state === 'taken' && seat.occupant.sessionId === sessionId)?.seat;
  const publications = state.publications.map((one) => ({ ...one, seat: seatOf(one.sessionId) ?? one.seat }));
  return { ...state, stage: { settings, seats }, publications };
}

function sorted(state: Mirrored | null): string {
  const publications = state?.publications.toSorted((a, b) => a.producerId.localeCompare(b.producerId));
  return JSON.stringify(state && { ...state, publications }, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value,
  );
}
