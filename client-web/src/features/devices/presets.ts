export const presetNames = ['720p', '540p', '360p'] as const;
export type PresetName = (typeof presetNames)[number];

interface Preset {
  width: number;
  height: number;
  fps: number;
  /** Of the best simulcast layer. */
  maxBitrateBps: number;
}

export const presets: Record<PresetName, Preset> = {
  '720p': { width: 1280, height: 720, fps: 30, maxBitrateBps: 2_500_000 },
  '540p': { width: 960, height: 540, fps: 30, maxBitrateBps: 1_500_000 },
  '360p': { width: 640, height: 360, fps: 30, maxBitrateBps: 800_000 },
};

export function isPresetName(value: unknown): value is PresetName {
  return presetNames.some((name) => name === value);
}

// Three encoders beside everything else are too much for two cores: the best layer would freeze to save the others.
export const canEncodeLayers = (globalThis.navigator?.hardwareConcurrency ?? 4) > 2;
