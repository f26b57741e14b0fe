/** Track ids and clocks of every init segment and fragment that we make. */
export const videoTrackId = 1;
export const audioTrackId = 2;
/** Ticks a second; a whole number of them makes a millisecond. Audio runs on its sample rate. */
export const videoTimescale = 90_000;
export const videoTicksPerMs: number = videoTimescale / 1000;
/** Samples in one AAC-LC frame. */
export const samplesPerAacFrame = 1024;
