import type { MediaSource } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import type { PublishVideoOptions } from '../types.ts';
import { chooseVideoCodec, videoEncodings } from './encodings.ts';

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
