import type { PlaybackStats } from '../types.ts';
import { type CounterMemory, networkQuality, numberIn, roundTripMs, type StatsEntry } from './statsReport.ts';

/** Reads what one person's tracks delivered since the last call with the same `memory`. */
export function readPlaybackStats(entries: readonly StatsEntry[], memory: CounterMemory): PlaybackStats {
  const inbound = entries.filter((entry) => entry.type === 'inbound-rtp');
  const video = inbound.find((entry) => entry.kind === 'video');
  const rttMs = roundTripMs(entries);
  const packetLoss = lossOf(inbound, memory);
  const bufferMs = jitterBufferMs(video ?? inbound[0], memory);
  return {
    protocol: 'webrtc',
    width: numberIn(video, 'frameWidth') ?? 0,
    height: numberIn(video, 'frameHeight') ?? 0,
    fps: numberIn(video, 'framesPerSecond'),
    bitrateBps: Math.round(
      inbound.reduce((sum, entry) => sum + memory.perSecond(entry, 'bytesReceived') * 8, 0),
    ),
    latencyMs: bufferMs === null ? null : Math.round(bufferMs + (rttMs ?? 0) / 2),
    rttMs,
    packetLoss,
    freezeCount: numberIn(video, 'freezeCount') ?? 0,
    freezeMs: Math.round((numberIn(video, 'totalFreezesDuration') ?? 0) * 1000),
    droppedFrames: numberIn(video, 'framesDropped') ?? 0,
    quality: networkQuality(packetLoss, rttMs),
  };
}

/** How far decoding has come: grows as long as picture and sound arrive. */
export interface MediaProgress {
  framesDecoded: number;
  audioPackets: number;
}

export function readProgress(entries: readonly StatsEntry[]): MediaProgress {
  const progress = { framesDecoded: 0, audioPackets: 0 };
  for (const entry of entries) {
    if (entry.type !== 'inbound-rtp') continue;
    if (entry.kind === 'video') progress.framesDecoded += numberIn(entry, 'framesDecoded') ?? 0;
    else progress.audioPackets += numberIn(entry, 'packetsReceived') ?? 0;
  }
  return progress;
}

function jitterBufferMs(entry: StatsEntry | undefined, memory: CounterMemory): number | null {
  if (!entry) return null;
  const delay = memory.growth(entry, 'jitterBufferDelay').amount;
  const emitted = memory.growth(entry, 'jitterBufferEmittedCount').amount;
  return emitted > 0 ? (delay / emitted) * 1000 : null;
}

function lossOf(inbound: readonly StatsEntry[], memory: CounterMemory): number | null {
  let lost = 0;
  let received = 0;
  for (const entry of inbound) {
    lost += memory.growth(entry, 'packetsLost').amount;
    received += memory.growth(entry, 'packetsReceived').amount;
  }
  return lost + received > 0 ? lost / (lost + received) : null;
}
