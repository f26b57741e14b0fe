import type { LayoutInForce, PlacedTile } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { faceAt, pictureBox } from './faces.ts';
import { useSize } from './useSize.ts';
import './face-tags.css';

interface FaceTagsProps {
  layout: LayoutInForce;
  /** The frame that the picture fills, whole, with bars where it does not fit. */
  player: HTMLElement | null;
}

const shownForMs = 2600;

/** Over FLV and HLS everybody is in one picture: names whom the mouse is over, or whom a finger tapped, by the stream's own metadata. */
export function FaceTags({ layout, player }: FaceTagsProps) {
  const { t } = useI18n();
  const size = useSize(player);
  const tile = usePointedTile(layout, player);
  const box = pictureBox(layout, size);
  const scale = box.width / Math.max(1, layout.width);
  return (
    <div className="faces" data-testid="room-faces" data-count={layout.tiles.length}>
      {layout.tiles.map((one) => (
        <span
          key={`${one.roomId}/${one.userId}`}
          className="faces__face"
          style={{
            translate: `${box.x + one.x * scale}px ${box.y + one.y * scale}px`,
            width: one.width * scale,
            height: one.height * scale,
            zIndex: one.z,
          }}
          data-shown={tile === one}
          data-testid="room-face"
          data-seat={one.seat}
          data-room={one.roomId}
          data-user={one.userId}
        >
          <span className="faces__tag">
            <span className="faces__seat">
              {one.seat === 0 ? t('live.anchor') : t('stage.seatN', { seat: one.seat })}
            </span>
            <span className="truncate">{one.name}</span>
          </span>
        </span>
      ))}
    </div>
  );
}

/** The face under the mouse, or under the last tap for a while. */
function usePointedTile(layout: LayoutInForce, player: HTMLElement | null): PlacedTile | null {
  const [tile, setTile] = useState<PlacedTile | null>(null);
  useEffect(() => {
    if (!player) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const point = (event: PointerEvent) => {
      clearTimeout(timer);
      const { left, top, width, height } = player.getBoundingClientRect();
      setTile(faceAt(layout, { width, height }, event.clientX - left, event.clientY - top));
      timer = setTimeout(() => setTile(null), shownForMs);
    };
    // A finger that is lifted leaves too: then the name stays for its time.
    const leave = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') setTile(null);
    };
    player.addEventListener('pointermove', point);
    player.addEventListener('pointerdown', point);
    player.addEventListener('pointerleave', leave);
    return () => {
      clearTimeout(timer);
      player.removeEventListener('pointermove', point);
      player.removeEventListener('pointerdown', point);
      player.removeEventListener('pointerleave', leave);
    };
  }, [layout, player]);
  return layout.tiles.find((one) => one === tile) ?? null;
}
