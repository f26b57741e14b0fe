import { type EngineInstance, simulate } from '../vendorEngine.ts';
import { FakeLivePlayer, type LivePlayerProperties } from './FakeLivePlayer.ts';
import { FakeLivePusher, type LivePusherProperties } from './FakeLivePusher.ts';
import { FakeVideo, type VideoProperties } from './FakeVideo.ts';
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
  register(
    'live-pusher',
    {
      url: String,
      mode: { type: String, value: 'RTC' },
      autopush: Boolean,
      muted: Boolean,
      enableCamera: { type: Boolean, value: true },
      enableMic: { type: Boolean, value: true },
      orientation: { type: String, value: 'vertical' },
      devicePosition: { type: String, value: 'front' },
      mirror: Boolean,
      beauty: { type: Number, value: 0 },
      whiteness: { type: Number, value: 0 },
      minBitrate: { type: Number, value: 200 },
      maxBitrate: { type: Number, value: 1000 },
      videoWidth: { type: Number, value: 360 },
      videoHeight: { type: Number, value: 640 },
    },
    (instance) => new FakeLivePusher(new MediaElement<LivePusherProperties>(instance)),
  );
  register(
    'video',
    {
      src: String,
      autoplay: Boolean,
      muted: Boolean,
      controls: { type: Boolean, value: true },
      objectFit: { type: String, value: 'contain' },
      poster: String,
    },
    (instance) => new FakeVideo(new MediaElement<VideoProperties>(instance)),
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
