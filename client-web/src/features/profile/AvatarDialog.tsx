import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorBanner } from '../../ui/ErrorBanner.tsx';
import { useSubmit } from '../identity/useSubmit.ts';
import { type Crop, centredCrop, maxZoom, moved, sourceRect, zoomed, zoomOf } from './cropSquare.ts';
import { renderAvatar } from './renderAvatar.ts';

interface AvatarDialogProps {
  picture: ImageBitmap;
  onClose: () => void;
  onSaved: () => void;
}

/** Pixels of the square as it is computed with; drawn at whatever size the screen has. */
const square = 480;
const keyStep = 16;

/** Chooses the square of a picture that becomes the avatar: drag, zoom, or the arrow keys. */
export function AvatarDialog({ picture, onClose, onSaved }: AvatarDialogProps) {
  const { t } = useI18n();
  const { identity } = useServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState<Crop>(() => centredCrop(picture, square));
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await identity.setAvatar(await renderAvatar(picture, sourceRect(crop, square)));
    onSaved();
  });

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { x, y, size } = sourceRect(crop, square);
    context.clearRect(0, 0, square, square);
    context.drawImage(picture, x, y, size, size, 0, 0, square, square);
  }, [picture, crop]);

  const move = (dx: number, dy: number) => setCrop((before) => moved(before, dx, dy, picture, square));
  const drag = useDrag(canvas, move);
  const zoom = zoomOf(crop, picture, square);
  const setZoom = (next: number) => setCrop((before) => zoomed(before, next, picture, square));
  const keys: Record<string, [number, number]> = {
    ArrowLeft: [keyStep, 0],
    ArrowRight: [-keyStep, 0],
    ArrowUp: [0, keyStep],
    ArrowDown: [0, -keyStep],
  };

  return (
    <Dialog
      title={t('profile.pictureTitle')}
      text={t('profile.pictureText')}
      testId="avatar-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} data-testid="avatar-cancel">
            {t('common.cancel')}
          </Button>
          <Button look="primary" isBusy={isBusy} onClick={onSubmit} data-testid="avatar-save">
            {t('profile.usePicture')}
          </Button>
        </>
      }
    >
      <div className="avatar-crop">
        <canvas
          ref={canvas}
          className="avatar-crop__picture"
          width={square}
          height={square}
          // The arrow keys move the picture.
          tabIndex={0}
          aria-label={t('profile.pictureText')}
          data-testid="avatar-canvas"
          onWheel={(event) => setZoom(zoom * (event.deltaY < 0 ? 1.08 : 1 / 1.08))}
          onKeyDown={(event) => {
            const step = keys[event.key];
            if (!step) return;
            event.preventDefault();
            move(...step);
          }}
          {...drag}
        />
        <span className="avatar-crop__ring" aria-hidden="true" />
      </div>
      <label className="avatar-crop__zoom">
        <span className="field__label">{t('profile.zoom')}</span>
        <input
          type="range"
          className="slider"
          min={1}
          max={maxZoom}
          step={0.01}
          value={zoom}
          style={{ ['--fill' as string]: `${((zoom - 1) / (maxZoom - 1)) * 100}%` }}
          data-testid="avatar-zoom"
          onChange={(event) => setZoom(Number(event.target.value))}
        />
      </label>
      <ErrorBanner testId="avatar-error">{error}</ErrorBanner>
    </Dialog>
  );
}

/** Drags in pixels of the square, however large it is drawn. */
function useDrag(canvas: { current: HTMLCanvasElement | null }, move: (dx: number, dy: number) => void) {
  const last = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      const from = last.current;
      const width = canvas.current?.clientWidth;
      if (!from || !width) return;
      move(((event.clientX - from.x) * square) / width, ((event.clientY - from.y) * square) / width);
      last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      last.current = null;
    },
    onPointerCancel: () => {
      last.current = null;
    },
  };
}
