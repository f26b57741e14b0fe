import type { CanvasSize, LayoutInForce, MediaKind } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { MediaTag } from '../MediaTag.ts';
import { CanvasChoice } from './CanvasChoice.ts';
import type { CompositorPerson } from './CompositorPerson.ts';
import { CanvasPainter } from './canvas/CanvasPainter.ts';
import { ScenePainter } from './canvas/ScenePainter.ts';
import { EncoderSequence } from './encoder/EncoderSequence.ts';
import { FrameTicker, type Tick } from './FrameTicker.ts';
import { LatenessMeter } from './LatenessMeter.ts';
import { PersonOnStage } from './PersonOnStage.ts';
import type { CompositorReport, CompositorSetup, CompositorTrack, Scene, ScenePerson } from './protocol.ts';
import { SceneLayout } from './SceneLayout.ts';
import { SoundMixer } from './sound/SoundMixer.ts';
import { delayMs, samplesPerMs, soundLeadMs } from './timing.ts';

/** How long `ready` waits for pictures that do not come. */
const readyPatienceMs = 1500;
const statsEveryMs = 1000;

export interface CompositorOptions {
  setup: CompositorSetup;
  clock: Clock;
  log: Logger;
  openPerson: (options: { personId: string; onKeyFrameWanted: () => void }) => Promise<CompositorPerson>;
  report: (report: CompositorReport) => void;
}

/**
 * Makes one picture and one sound of everybody in the scene, by the clock: no person and no encoder can hold it up. Owns the people's
 * decoders, the canvas and the encoder.
 */
export class Compositor {
  readonly #options: CompositorOptions;
  readonly #disposables = new Disposables();
  readonly #people = new Map<string, PersonOnStage>();
  /** Seen no more, still fading. */
  readonly #leaving = new Set<PersonOnStage>();
  readonly #canvasChoice = new CanvasChoice();
  readonly #scenePainter: ScenePainter;
  readonly #lateness: LatenessMeter;
  readonly #ticker: FrameTicker;
  #mixer: SoundMixer | null = null;
  #scene: Scene | null = null;
  #sceneSinceMs = 0;
  #canvas: { size: CanvasSize; painter: CanvasPainter } | null = null;
  #encoders: EncoderSequence | null = null;
  #layout: SceneLayout | null = null;
  #announcedLayout = '';
  /** Layouts whose first picture is in the encoder. */
  #layoutsToTell: { layout: LayoutInForce; atMs: number }[] = [];
  #beginMs = Number.POSITIVE_INFINITY;
  #isReady = false;
  #restartsOfGone = 0;

  constructor(options: CompositorOptions) {
    this.#options = options;
    const { setup, clock, log } = options;
    this.#scenePainter = new ScenePainter({ ffmpegPath: setup.ffmpegPath, clock, log });
    this.#disposables.add(() => this.#scenePainter.close());
    const { originMs, frameRate } = setup;
    this.#lateness = new LatenessMeter({ clock, originMs, delayMs, frameMs: 1000 / frameRate });
    const onTick = (tick: Tick) => this.#tick(tick);
    this.#ticker = new FrameTicker({ clock, originMs, frameRate, delayMs, onTick });
    this.#disposables.add(() => this.#ticker.stop());
    this.#disposables.add(clock.every(statsEveryMs, () => this.#reportStats()));
  }

  setScene(scene: Scene): void {
    if (!this.#scene) this.#sceneSinceMs = this.#options.clock.nowMs();
    this.#scene = scene;
    const present = new Set(scene.people.map(({ personId }) => personId));
    const isHeardStill = new Set(
      scene.people.flatMap(({ personId, isHeard }) => (isHeard ? [personId] : [])),
    );
    const falls = ([personId, { scenePerson }]: [string, PersonOnStage]) =>
      scenePerson.isHeard && !isHeardStill.has(personId);
    if ([...this.#people].some(falls)) this.#encoders?.silenceUnsaid();
    for (const [personId, person] of this.#people) if (!present.has(personId)) this.#remove(personId, person);
    for (const scenePerson of scene.people) {
      const known = this.#people.get(scenePerson.personId);
      if (known) known.update(scenePerson);
      else this.#people.set(scenePerson.personId, this.#open(scenePerson));
    }
    this.#chooseCanvas();
    this.#arrange();
  }

  attachTrack(personId: string, track: CompositorTrack): void {
    this.#person(personId)?.command((media) => media.attach(track));
  }

  detachTrack(personId: string, kind: MediaKind): void {
    this.#person(personId)?.command((media) => media.detach(kind));
  }

  /** The first picture is the first one of the timeline's grid at or after `atMs`. */
  begin(atMs: number): void {
    this.#beginMs = atMs;
  }

  /** Resolves when the last tags are out and every child is gone. */
  async finish(): Promise<void> {
    this.#ticker.stop();
    await this.#encoders?.finish();
    await this.close();
  }

  /** Idempotent; resolves when every child is gone. */
  async close(): Promise<void> {
    this.#disposables.dispose();
    this.#encoders?.close();
    const everybody = [...this.#people.values(), ...this.#leaving];
    this.#people.clear();
    this.#leaving.clear();
    await Promise.all(everybody.map((person) => person.close()));
  }

  #person(personId: string): PersonOnStage | undefined {
    const person = this.#people.get(personId);
    if (!person) this.#options.log.warn({ personId }, 'a track of somebody who is not in the scene');
    return person;
  }

  #open(scenePerson: ScenePerson): PersonOnStage {
    const { openPerson, report, clock, log } = this.#options;
    const { personId } = scenePerson;
    const onKeyFrameWanted = () => {
      if (this.#people.has(personId)) report({ type: 'keyFrameWanted', personId });
    };
    return new PersonOnStage({
      scenePerson,
      open: () => openPerson({ personId, onKeyFrameWanted }),
      onOpened: (port) => report({ type: 'personOpened', personId, port }),
      clock,
      log,
    });
  }

  #remove(personId: string, person: PersonOnStage): void {
    this.#people.delete(personId);
    person.leave();
    this.#leaving.add(person);
  }

  #tick({ timeMs, skipped }: Tick): void {
    if (!this.#scene) return;
    this.#chooseCanvas();
    this.#mixSound(timeMs);
    this.#closeGone();
    this.#tellReady(timeMs);
    this.#compose(timeMs, skipped);
  }

  #mixSound(timeMs: number): void {
    this.#mixer ??= new SoundMixer(timeMs * samplesPerMs);
    const fromSample = this.#mixer.position;
    const lanes = [...this.#people.values(), ...this.#leaving].map(({ lane }) => lane);
    const pcm = this.#mixer.mixUpTo((timeMs + soundLeadMs) * samplesPerMs, lanes);
    this.#encoders?.pushSound(pcm, fromSample);
  }

  #closeGone(): void {
    for (const person of this.#leaving) {
      if (!person.isGone) continue;
      this.#leaving.delete(person);
      this.#restartsOfGone += person.stats.restarts;
      person.close().catch((err: unknown) => this.#options.log.warn({ err }, 'a decoder did not close'));
    }
  }

  #tellReady(timeMs: number): void {
    if (this.#isReady || !this.#canvas) return;
    const isLate = this.#options.clock.nowMs() - this.#sceneSinceMs >= readyPatienceMs;
    // An encoder that does not come is replaced, and has its own deadline.
    if (!this.#encoders?.isWarm || !(isLate || this.#isEverybodyThere(timeMs))) return;
    this.#isReady = true;
    this.#options.report({ type: 'ready' });
  }

  #isEverybodyThere(timeMs: number): boolean {
    return [...this.#people.values()].every(
      (person) => person.hasOpened && (!person.scenePerson.hasPicture || person.liveFrameAt(timeMs) !== null),
    );
  }

  /**
   * Before `begin` pictures are drawn for nobody: so names are painted, and the code is warm, when the first one counts. But not
   * placeholders for people who are just about to come: those take longer than a picture may.
   */
  #compose(timeMs: number, skipped: number): void {
    if (!this.#canvas || !this.#encoders || !this.#layout) return;
    const hasBegun = timeMs >= this.#beginMs;
    if (!hasBegun && !this.#isReady && !this.#isEverybodyThere(timeMs)) return;
    if (hasBegun) this.#lateness.countPicture(this.#announcedLayout === '' ? 0 : skipped);
    if (!this.#encoders.canTakePicture) {
      if (hasBegun) this.#lateness.countDropped();
      return;
    }
    const layout = this.#layout;
    const frameOf = (personId: string) => this.#people.get(personId)?.liveFrameAt(timeMs);
    const picture = this.#canvas.painter.paint(layout, this.#scenePainter.tilesOf(layout, frameOf));
    if (!hasBegun) return;
    this.#noteLayout(layout, timeMs);
    this.#encoders.pushPicture(picture, timeMs);
  }

  #noteLayout({ inForce }: SceneLayout, atMs: number): void {
    const asText = JSON.stringify(inForce);
    if (asText === this.#announcedLayout) return;
    this.#announcedLayout = asText;
    this.#layoutsToTell.push({ layout: inForce, atMs });
  }

  #takeTag(tag: MediaTag): void {
    if (tag.kind === 'video') {
      this.#lateness.countOut(tag.timestampMs);
      while ((this.#layoutsToTell[0]?.atMs ?? Number.POSITIVE_INFINITY) <= tag.timestampMs) {
        const next = this.#layoutsToTell.shift();
        if (next) this.#options.report({ type: 'layoutInForce', ...next });
      }
    }
    this.#options.report({ type: 'tag', tag });
  }

  #chooseCanvas(): void {
    if (!this.#scene) return;
    const anchor = [...this.#people.values()].find(
      ({ scenePerson: { seat, isRival, hasPicture } }) => seat === 0 && !isRival && hasPicture,
    );
    const { clock } = this.#options;
    const size = this.#canvasChoice.decide(this.#scene.settings.canvas, anchor ?? null, clock.nowMs());
    const current = this.#canvas?.size;
    if (!size || (current?.width === size.width && current.height === size.height)) return;
    this.#canvas = { size, painter: new CanvasPainter(size.width, size.height) };
    this.#encodeAt(size);
    this.#arrange();
  }

  #encodeAt(size: CanvasSize): void {
    const { setup, clock, log, report } = this.#options;
    const format = { ...size, frameRate: setup.frameRate };
    if (this.#encoders) {
      this.#encoders.changeFormat(format);
      return;
    }
    this.#encoders = new EncoderSequence({
      format,
      ffmpegPath: setup.ffmpegPath,
      clock,
      originMs: setup.originMs,
      log,
      onConfig: (config, timestampMs) => report({ type: 'config', config, timestampMs }),
      onTag: (tag) => this.#takeTag(tag),
    });
  }

  /** Everybody is given their tile; before the canvas is known, that of a likely one, so that decoding begins. */
  #arrange(): void {
    if (!this.#scene) return;
    const layout = new SceneLayout(this.#scene, this.#canvas?.size ?? { width: 720, height: 1280 });
    if (this.#canvas) this.#layout = layout;
    for (const [personId, person] of this.#people) {
      const place = person.scenePerson.hasPicture ? layout.placeOf(personId) : undefined;
      person.setTile(place ? { width: place.box.width, height: place.box.height, fit: place.fit } : null);
    }
  }

  #reportStats(): void {
    const all = [...this.#people.values()].map(({ stats }) => stats);
    const decoders = all.reduce((sum, stats) => sum + stats.decoders, 0);
    const before = this.#restartsOfGone + (this.#encoders?.restarts ?? 0);
    const restarts = all.reduce((sum, stats) => sum + stats.restarts, before);
    this.#options.report({ type: 'stats', stats: { ...this.#lateness.read(), decoders, restarts } });
  }
}
