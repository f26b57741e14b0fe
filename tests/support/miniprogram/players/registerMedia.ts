import { type EngineInstance, simulate } from '../vendorEngine.ts';
import { FakeLivePlayer, type LivePlayerProperties } from './FakeLivePlayer.ts';
import { MediaElement } from './MediaElement.ts';

interface Media {
  update(): void;
  close(): void;
}

type Type = StringConstructor | BooleanConstructor | NumberConstructor;

/** Gives the engine the host's media components, each with a fake behind it from when it is shown until it goes. */
export function registerMedia(): void {
  if (isRegistered.size > 0) return;
  register(
    'live-player',
    {
      src: String,
      mode: { type: String, value: 'live' },
      autoplay: Boolean,
      muted: Boolean,
      orientation: { type: String, value: 'vertical' },
      objectFit: { type: String, value: 'contain' },
      minCache: { type: Number, value: 1 },
      maxCache: { type: Number, value: 3 },
    },
    (instance) => new FakeLivePlayer(new MediaElement<LivePlayerProperties>(instance)),
  );
}

const isRegistered = new Set<string>();

function register(
  tag: string,
  properties: Record<string, Type | { type: Type; value: unknown }>,
  create: (instance: EngineInstance) => Media,
): void {
  isRegistered.add(tag);
  const shown = new WeakMap<EngineInstance, Media>();
  simulate.load({
    id: tag,
    tagName: `wx-${tag}`,
    template: '<slot/>',
    properties,
    observers: {
      [Object.keys(properties).join(', ')](this: EngineInstance) {
        shown.get(this)?.update();
      },
    },
    lifetimes: {
      attached(this: EngineInstance) {
        shown.set(this, create(this));
      },
      detached(this: EngineInstance) {
        shown.get(this)?.close();
      },
    },
  });
}
