import type { ChatMessage } from '@lianmai/shared';
import type { Manager } from 'danmu';
import { areas, type DanmakuSettings, densities, laneHeights } from './danmakuSettings.ts';

/** Shown in full, however long it took; half of them quicker so that they do not march in step. */
const crossingMs: [number, number] = [7000, 9500];

/**
 * Messages that pass over the picture in lanes, without ever touching each other. What finds no lane soon is left out: the list has
 * it. Never holds more elements than the density allows.
 */
export class DanmakuStage {
  readonly #manager: Manager<ChatMessage>;
  readonly #place: HTMLElement;
  readonly #observer: ResizeObserver;
  #isMoving = true;

  /** Loads the library that moves them. */
  static async create(
    place: HTMLElement,
    settings: DanmakuSettings,
    ownId: string | null,
  ): Promise<DanmakuStage> {
    const { create } = await import('danmu');
    const manager = create<ChatMessage>({
      mode: 'strict',
      durationRange: crossingMs,
      interval: 100,
      gap: 24,
      trackHeight: laneHeights[settings.size].lanePx,
      plugin: {
        $createNode: ({ data }, node) => dress(node, data, ownId),
      },
    });
    manager.mount(place);
    manager.startPlaying();
    const stage = new DanmakuStage(manager, place);
    stage.set(settings);
    return stage;
  }

  private constructor(manager: Manager<ChatMessage>, place: HTMLElement) {
    this.#manager = manager;
    this.#place = place;
    this.#observer = new ResizeObserver(() => manager.format());
    this.#observer.observe(place);
  }

  set({ size, area, density, opacity }: DanmakuSettings): void {
    const { fontPx, lanePx } = laneHeights[size];
    this.#place.style.setProperty('--danmaku-size', `${fontPx}px`);
    this.#manager.setTrackHeight(lanePx);
    this.#manager.setArea({ y: { start: 0, end: `${areas[area] * 100}%` } });
    this.#manager.setLimits({ view: densities[density], stash: Math.ceil(densities[density] / 3) });
    this.#manager.setOpacity(opacity);
    this.#manager.format();
  }

  /** One's own comes before the others that wait. */
  show(message: ChatMessage, isOwn: boolean): void {
    if (isOwn) this.#manager.unshift(message);
    else if (this.#manager.canPush('facile')) this.#manager.push(message);
  }

  remove(isGone: (message: ChatMessage) => boolean): void {
    this.#manager.each((danmaku) => {
      if (isGone(danmaku.data)) void danmaku.destroy();
    });
  }

  /** They stand while the picture stands. */
  setMoving(isMoving: boolean): void {
    if (isMoving === this.#isMoving) return;
    this.#isMoving = isMoving;
    if (isMoving) this.#manager.unfreeze();
    else this.#manager.freeze();
  }

  close(): void {
    this.#observer.disconnect();
    this.#manager.stopPlaying();
    this.#manager.clear();
    this.#manager.unmount();
  }
}

function dress(node: HTMLElement, message: ChatMessage, ownId: string | null): void {
  node.classList.add('danmaku');
  node.classList.toggle('danmaku--own', message.user.id === ownId);
  node.classList.toggle('danmaku--anchor', message.role === 'anchor');
  node.dataset.testid = 'danmaku';
  node.dataset.messageId = message.id;
  const text = document.createElement('bdi');
  text.textContent = message.content;
  node.append(text);
}
