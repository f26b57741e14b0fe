import type { PublisherStats, VideoLayerStats } from '../types.ts';
import {
  type CounterMemory,
  networkQuality,
  numberIn,
  roundTripMs,
  type StatsEntry,
  selectedPair,
  textIn,
} from './statsReport.ts';

/** Reads what all our producers sent since the last call with the same `memory`. */
export function readPublisherStats(entries: readonly StatsEntry[], memory: CounterMemory): PublisherStats {
  // Browsers go on listing what was sent by producers that are closed.
  const outbound = entries.filter((entry) => entry.type === 'outbound-rtp' && entry.active !== false);
  const video = outbound.filter((entry) => entry.kind === 'video');
  const layers = video.map((entry) => layerOf(entry, memory)).sort((a, b) => b.height - a.height);
  const audioBps = outbound
    .filter((entry) => entry.kind === 'audio')
    .reduce((sum, entry) => sum + memory.perSecond(entry, 'bytesSent') * 8, 0);
  const rttMs = roundTripMs(entries);
  const packetLoss = worstLoss(entries);
  return {
    bitrateBps: Math.round(audioBps + layers.reduce((sum, layer) => sum + layer.bitrateBps, 0)),
    availableBitrateBps: numberIn(selectedPair(entries), 'availableOutgoingBitrate'),
    rttMs,
    packetLoss,
    limitedBy: limitOf(video),
    codec: codecOf(entries, video[0]),
    layers,
    quality: networkQuality(packetLoss, rttMs),
  };
}

function layerOf(entry: StatsEntry, memory: CounterMemory): VideoLayerStats {
  return {
    rid: textIn(entry, 'rid'),
    width: numberIn(entry, 'frameWidth') ?? 0,
    height: numberIn(entry, 'frameHeight') ?? 0,
    fps: numberIn(entry, 'framesPerSecond') ?? 0,
    bitrateBps: Math.round(memory.perSecond(entry, 'bytesSent') * 8),
  };
}

function worstLoss(entries: readonly StatsEntry[]): number | null {
  const reported = entries
    .filter((entry) => entry.type === 'remote-inbound-rtp')
    .map((entry) => numberIn(entry, 'fractionLost'))
    .filter((loss) => loss !== null);
  return reported.length > 0 ? Math.max(...reported) : null;
}

function limitOf(video: readonly StatsEntry[]): PublisherStats['limitedBy'] {
  const reasons = video.map((entry) => textIn(entry, 'qualityLimitationReason'));
  for (const reason of ['cpu', 'bandwidth', 'other'] as const) if (reasons.includes(reason)) return reason;
  return 'none';
}

function codecOf(entries: readonly StatsEntry[], rtp: StatsEntry | undefined): string | null {
  const codec = entries.find((entry) => entry.type === 'codec' && entry.id === rtp?.codecId);
  return textIn(codec, 'mimeType')?.replace('video/', '') ?? null;
}
