/** For each flash, how much later (negative: earlier) the nearest beep was, ms. Flashes without a beep within half a second are left out. */
export function lipSyncOffsets(flashesMs: readonly number[], beepsMs: readonly number[]): number[] {
  return flashesMs.flatMap((flash) => {
    const offsets = beepsMs.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b));
    const nearest = offsets[0];
    return nearest !== undefined && Math.abs(nearest) < 500 ? [nearest] : [];
  });
}
