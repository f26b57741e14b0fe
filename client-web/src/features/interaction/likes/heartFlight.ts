/** One heart on its way up. Everything that is random is drawn once, when it starts. */
export interface HeartFlight {
  startMs: number;
  durationMs: number;
  x: number;
  y: number;
  /** How far it rises, px. */
  rise: number;
  sway: number;
  swaysPerFlight: number;
  size: number;
  tilt: number;
  hue: number;
}

export interface HeartPose {
  x: number;
  y: number;
  scale: number;
  tilt: number;
  opacity: number;
}

/** Warm colours of the product, from coral to gold. */
const hues = [4, 352, 336, 20, 40] as const;

export function startFlight(at: { x: number; y: number }, nowMs: number, random = Math.random): HeartFlight {
  return {
    startMs: nowMs,
    durationMs: 1900 + random() * 900,
    x: at.x + (random() - 0.5) * 18,
    y: at.y,
    rise: 190 + random() * 150,
    sway: 10 + random() * 22,
    swaysPerFlight: 0.8 + random() * 0.9,
    size: 20 + random() * 16,
    tilt: (random() - 0.5) * 0.7,
    hue: hues[Math.floor(random() * hues.length)] ?? 4,
  };
}

/** Where a heart is now; `null`: its flight is over. */
export function poseAt(flight: HeartFlight, nowMs: number): HeartPose | null {
  const share = (nowMs - flight.startMs) / flight.durationMs;
  if (share >= 1) return null;
  const from = Math.max(0, share);
  const eased = 1 - (1 - from) ** 1.7;
  const phase = from * flight.swaysPerFlight * 2 * Math.PI;
  return {
    x: flight.x + Math.sin(phase) * flight.sway * from,
    y: flight.y - eased * flight.rise,
    // Pops up, then stays.
    scale: from < 0.12 ? 0.4 + (from / 0.12) * 0.75 : 1.15 - Math.min(0.15, (from - 0.12) * 0.6),
    tilt: flight.tilt * Math.cos(phase),
    opacity: from < 0.55 ? 1 : 1 - (from - 0.55) / 0.45,
  };
}

/** Hearts that stand for the likes of others within a second: all of a few, of many the more the slower. */
export function heartsFor(count: number): number {
  return count <= 3 ? count : Math.min(12, Math.round(3 + Math.log2(count / 3) * 1.5));
}
