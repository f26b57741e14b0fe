import { type MediaSource, type MutableSource, sourceKind } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import type { PublishVideoOptions } from '../types.ts';
import { chooseVideoCodec, videoEncodings } from './encodings.ts';

/** What hosts have muted of somebody. */
export type ForcedMute = Readonly<Record<MutableSource, boolean>>;

/** What is, or is to be, on air from one source. */
export interface Slot {
  source: MediaSource;
  track: MediaStreamTrack;
  options: PublishVideoOptions;
  producer: types.Producer | null;
  isMuted: boolean;
  isProducing: boolean;
  /** Muting, unmuting and replacing one after another. */
  turn: Promise<void>;
  forgetTrack: () => void;
}

export function newSlot(about: Pick<Slot, 'source' | 'track' | 'options' | 'forgetTrack'>): Slot {
  return { ...about, producer: null, isMuted: false, isProducing: false, turn: Promise.resolve() };
}

/** A second sound or picture does not get around a mute. */
export function isForceMuted(forcedMute: ForcedMute | null, source: MediaSource): boolean {
  return forcedMute?.[sourceKind[source] === 'audio' ? 'microphone' : 'camera'] ?? false;
}

/** How a slot's track is encoded; nothing for sound. */
export function videoSettings(
  slot: Slot,
  device: Device,
): Pick<types.ProducerOptions, 'encodings' | 'codec'> {
  if (slot.source !== 'camera' && slot.source !== 'screen') return {};
  // Text stays readable in a shared screen; a face keeps moving.
  slot.track.contentHint ||= slot.source === 'screen' ? 'detail' : 'motion';
  return {
    encodings: videoEncodings(slot.source, pictureSize(slot.track), slot.options),
    codec: chooseVideoCodec(device.sendRtpCapabilities.codecs ?? [], slot.options.codec),
  };
}

/** Layers that a track of this size would be published with. */
export function layerCount({ source, options }: Slot, track: MediaStreamTrack): number {
  return source === 'camera' ? videoEncodings(source, pictureSize(track), options).length : 1;
}

function pictureSize(track: MediaStreamTrack): { width: number; height: number } {
  const { width = 1280, height = 720 } = track.getSettings();
  return { width, height };
}
