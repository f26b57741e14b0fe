import type { Clock } from '../../../core/Clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { VideoFrame } from '../CompositorPerson.ts';
import type { SceneLayout } from '../SceneLayout.ts';
import type { PaintedTile } from './CanvasPainter.ts';
import { NameLabels } from './NameLabels.ts';
import { Placeholders } from './Placeholders.ts';
import { TextPainter } from './TextPainter.ts';

/** Decides what each place of a scene shows: a picture with its label, or a placeholder. */
export class ScenePainter {
  readonly #text: TextPainter;
  readonly #labels: NameLabels;
  readonly #placeholders: Placeholders;

  constructor(options: { ffmpegPath: string; clock: Clock; log: Logger }) {
    this.#text = new TextPainter(options);
    this.#labels = new NameLabels(this.#text);
    this.#placeholders = new Placeholders(this.#text);
  }

  tilesOf(layout: SceneLayout, frameOf: (personId: string) => VideoFrame | null | undefined): PaintedTile[] {
    return layout.places.map(({ person, box }) => {
      const frame = frameOf(person.personId);
      if (!frame) return { box, frame: this.#placeholders.pictureFor(person, box), label: null };
      return { box, frame, label: layout.showsNames ? this.#labels.labelFor(person.name, box) : null };
    });
  }

  /** Some names are not there yet. */
  get isPainting(): boolean {
    return this.#text.isPainting;
  }

  close(): void {
    this.#text.close();
  }
}
