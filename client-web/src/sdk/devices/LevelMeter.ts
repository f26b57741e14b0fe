const intervalMs = 50;
// Below it a microphone's own noise; above 0 dB nothing exists.
const floorDb = -60;

/** Measures how loud an audio track is, on a clone of its own: works while the track itself is muted. */
export class LevelMeter {
  readonly #context: AudioContext;
  readonly #track: MediaStreamTrack;
  readonly #timer: ReturnType<typeof setInterval>;

  /** Calls `onLevel` 20 times a second with 0 (silence) to 1 (as loud as can be), evenly in decibels. `close()` it in the end. */
  static start(track: MediaStreamTrack, onLevel: (level: number) => void): LevelMeter {
    return new LevelMeter(track, onLevel);
  }

  private constructor(track: MediaStreamTrack, onLevel: (level: number) => void) {
    this.#track = track.clone();
    this.#track.enabled = true;
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 1024;
    this.#context.createMediaStreamSource(new MediaStream([this.#track])).connect(analyser);
    // Created without a user's gesture it may wait for one.
    void this.#context.resume().catch(() => undefined);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(levelOf(samples));
    }, intervalMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#track.stop();
    if (this.#context.state !== 'closed') void this.#context.close();
  }
}

/** Root mean square of samples from -1 to 1, on a scale from 0 (-60 dB) to 1 (0 dB). */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const db = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}
