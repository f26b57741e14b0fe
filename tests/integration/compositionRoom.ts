import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { EgressManager } from '../../server/src/egress/EgressManager.ts';
import type { EgressOutputs } from '../../server/src/egress/MediaTag.ts';
import { type Clip, h264Clip, opusClip } from './egressStreamClip.ts';
import { FakeProducer, FakeShowFeed } from './egressStreamPublisher.ts';

export interface StageClips {
  anchor: Clip;
  guest: Clip;
  sound: Clip;
}

export async function stageClips(): Promise<StageClips> {
  const [anchor, guest, sound] = await Promise.all([h264Clip('640x360'), h264Clip('320x240'), opusClip()]);
  return { anchor, guest, sound };
}

/** A room with an anchor on air whose egress is real, compositor included, and whose publishers are clips. */
export class StageRoom<Outputs extends EgressOutputs> {
  readonly feed = new FakeShowFeed();
  readonly manager: EgressManager<Outputs>;
  readonly #clips: StageClips;

  constructor(clips: StageClips, createOutputs: () => Outputs, compositorModule?: string) {
    this.#clips = clips;
    this.manager = new EgressManager<Outputs>({
      feedOf: () => this.feed,
      createOutputs,
      log: silentLogger(),
      clock: new SystemClock(),
      ffmpegPath: 'ffmpeg',
      ...(compositorModule ? { compositorModule } : {}),
      lingerMs: 200,
      startDeadlineMs: 30_000,
    });
    this.feed.publish('video', new FakeProducer('camera', clips.anchor));
    this.feed.publish('audio', new FakeProducer('microphone', clips.sound));
  }

  /** A guest with camera and microphone. */
  join(seat: number): void {
    this.feed.publish('video', new FakeProducer(`camera-${seat}`, this.#clips.guest), seat);
    this.joinWithSound(seat);
  }

  joinWithSound(seat: number): void {
    this.feed.publish('audio', new FakeProducer(`microphone-${seat}`, this.#clips.sound), seat);
  }

  async close(): Promise<void> {
    await this.manager.close();
    this.feed.close();
  }
}
