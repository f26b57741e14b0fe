/*
 * How far behind the timeline's now the composition runs. A picture of time T is composed `delayMs` after T: by then every person's
 * packets of T have been put in order and decoded.
 */

export const delayMs = 200;
/**
 * Sound goes to the encoder this much ahead of the picture of its time: ffmpeg gives out a picture only when there is an AAC frame
 * that is later. Such a frame takes 3072 samples after its time, and begins up to 1024 after the picture.
 */
export const soundLeadMs = 88;
/** At `begin` sound is fed from this much before the first picture, so that the AAC frames around the switch are whole. */
export const soundRunUpMs = 100;

export const sampleRate = 48_000;
export const samplesPerMs = sampleRate / 1000;
/** Samples of one AAC frame. */
export const aacFrameSamples = 1024;
