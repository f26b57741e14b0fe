import { arrangeLayout, type CanvasSize, type LayoutInForce } from '@lianmai/shared';
import type { TileSize } from './CompositorPerson.ts';
import { type Yuv, yuvOfHex } from './canvas/colour.ts';
import type { PixelBox } from './canvas/Picture.ts';
import type { Scene, ScenePerson } from './protocol.ts';

/** Somebody's place in the picture. */
export interface ScenePlace {
  person: ScenePerson;
  box: PixelBox;
  fit: TileSize['fit'];
}

/** How one scene stands on one canvas: what is drawn where, and what players are told of it. Never changes. */
export class SceneLayout {
  /** The lowest first. */
  readonly places: readonly ScenePlace[];
  readonly background: Yuv;
  readonly showsNames: boolean;
  readonly inForce: LayoutInForce;

  constructor({ people, settings }: Scene, canvas: CanvasSize) {
    const tiles = arrangeLayout(settings.layout, people, canvas).sort((a, b) => a.z - b.z);
    const placed = tiles.flatMap((tile) => {
      const person = people[tile.index];
      return person ? [{ person, tile }] : [];
    });
    this.places = placed.map(({ person, tile: { x, y, width, height, fit } }) => ({
      person,
      box: { x, y, width, height },
      fit,
    }));
    this.background = yuvOfHex(settings.background);
    this.showsNames = settings.showsNames;
    this.inForce = {
      version: 1,
      isComposed: true,
      width: canvas.width,
      height: canvas.height,
      tiles: placed.map(({ person: { roomId, seat, userId, name }, tile: { x, y, width, height, z } }) => ({
        ...{ roomId, seat, userId, name },
        ...{ x, y, width, height, z },
      })),
    };
  }

  placeOf(personId: string): ScenePlace | undefined {
    return this.places.find(({ person }) => person.personId === personId);
  }
}
