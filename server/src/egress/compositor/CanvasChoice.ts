import { type Canvas, type CanvasSize, canvasSizes } from '@lianmai/shared';

/** How long the anchor's picture may take to show which way round it is. */
const patienceMs = 1000;

/**
 * Decides the size of the picture. What `auto` was decided to be stays, however the anchor turns their phone; only a guess, made because
 * their picture did not come in time, gives way to it.
 */
export class CanvasChoice {
  #auto: CanvasSize | null = null;
  #sinceMs: number | null = null;

  /**
   * @param anchor `null`: there is no anchor with a picture to wait for
   * @returns `null`: not known yet
   */
  decide(canvas: Canvas, anchor: { sourceSize: CanvasSize | null } | null, nowMs: number): CanvasSize | null {
    if (typeof canvas === 'object') return canvas;
    if (canvas !== 'auto') return canvasSizes[canvas];
    this.#sinceMs ??= nowMs;
    const source = anchor?.sourceSize;
    if (source) this.#auto ??= canvasSizes[source.width > source.height ? 'landscape' : 'portrait'];
    else if (!anchor) this.#auto ??= canvasSizes.portrait;
    const isLate = nowMs - this.#sinceMs >= patienceMs;
    return this.#auto ?? (isLate ? canvasSizes.portrait : null);
  }
}
