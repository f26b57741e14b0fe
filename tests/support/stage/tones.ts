/** How loud a tone is among others, as the amplitude of its sine (Goertzel with a Hann window). */
export function toneLevel(samples: Float32Array, sampleRate: number, hz: number): number {
  const { length } = samples;
  if (length === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let [before, last, weights] = [0, 0, 0];
  for (let i = 0; i < length; i += 1) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);
    weights += weight;
    const next = (samples[i] ?? 0) * weight + coefficient * last - before;
    before = last;
    last = next;
  }
  const power = before * before + last * last - coefficient * before * last;
  return (2 * Math.sqrt(Math.max(0, power))) / weights;
}

const stepMs = 5;
const windowMs = 20;

/** When a tone begins that is there only now and then, ms after the first sample. */
export function toneOnsets(samples: Float32Array, sampleRate: number, hz: number, audible: number): number[] {
  const perMs = sampleRate / 1000;
  const onsets: number[] = [];
  // What sounds at the beginning began before it.
  let wasOn = true;
  for (let atMs = 0; (atMs + windowMs) * perMs <= samples.length; atMs += stepMs) {
    const from = Math.round(atMs * perMs);
    const level = toneLevel(samples.subarray(from, from + Math.round(windowMs * perMs)), sampleRate, hz);
    const isOn: boolean = level > audible || (wasOn && level > audible / 2);
    // A window is half full when it is about half as loud as it will be.
    if (isOn && !wasOn) onsets.push(atMs + windowMs / 2);
    wasOn = isOn;
  }
  return onsets;
}
