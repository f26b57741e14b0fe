import { readStored, writeStored } from '../../../app/storage.ts';

/** Which part of the picture, from the top, they pass over. */
export type DanmakuArea = 'quarter' | 'half' | 'full';
export type DanmakuDensity = 'low' | 'medium' | 'high';
export type DanmakuSize = 'small' | 'medium' | 'large';

export interface DanmakuSettings {
  /** `auto`: where the chat does not lie over the picture anyway. */
  shown: 'on' | 'off' | 'auto';
  area: DanmakuArea;
  density: DanmakuDensity;
  size: DanmakuSize;
  /** 0.3 to 1. */
  opacity: number;
}

export const defaultDanmaku: DanmakuSettings = {
  shown: 'auto',
  area: 'half',
  density: 'medium',
  size: 'medium',
  opacity: 0.9,
};

/** Height of a lane by the size of the text in it, px. */
export const laneHeights: Record<DanmakuSize, { fontPx: number; lanePx: number }> = {
  small: { fontPx: 17, lanePx: 29 },
  medium: { fontPx: 21, lanePx: 35 },
  large: { fontPx: 27, lanePx: 44 },
};

/** How many pass at the same time at most. */
export const densities: Record<DanmakuDensity, number> = { low: 8, medium: 24, high: 60 };

export const areas: Record<DanmakuArea, number> = { quarter: 0.25, half: 0.5, full: 1 };

const storageKey = (userId: string) => `lianmai.danmaku.${userId}`;

/** What this user chose the last time on this device. */
export function recallDanmaku(userId: string): DanmakuSettings {
  try {
    const stored: unknown = JSON.parse(readStored(storageKey(userId)) ?? 'null');
    return typeof stored === 'object' && stored !== null ? checked(stored) : defaultDanmaku;
  } catch {
    return defaultDanmaku;
  }
}

export function rememberDanmaku(userId: string, settings: DanmakuSettings): void {
  writeStored(storageKey(userId), JSON.stringify(settings));
}

/** Another version of this page may have stored something else: what is not understood is as usual. */
function checked(stored: object): DanmakuSettings {
  const { shown, area, density, size, opacity }: Partial<Record<keyof DanmakuSettings, unknown>> = stored;
  return {
    shown: shown === 'on' || shown === 'off' ? shown : defaultDanmaku.shown,
    area: keyIn(areas, area) ?? defaultDanmaku.area,
    density: keyIn(densities, density) ?? defaultDanmaku.density,
    size: keyIn(laneHeights, size) ?? defaultDanmaku.size,
    opacity: typeof opacity === 'number' ? Math.min(1, Math.max(0.3, opacity)) : defaultDanmaku.opacity,
  };
}

function keyIn<K extends string>(table: Record<K, unknown>, key: unknown): K | null {
  return typeof key === 'string' && Object.hasOwn(table, key) ? (key as K) : null;
}
