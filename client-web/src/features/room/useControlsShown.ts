import { useEffect, useRef, useState } from 'react';

const hideAfterMs = 3200;

/**
 * With a mouse: shown on any sign of life over the stage, hidden after a while of undisturbed watching. With a finger: a tap on the
 * picture hides and shows them.
 */
export function useControlsShown(stage: HTMLElement | null, mayHide: boolean): boolean {
  const [isShown, setShown] = useState(true);
  const shown = useRef(isShown);
  const [hidesByItself] = useState(() => matchMedia('(hover: hover)').matches);
  shown.current = isShown;

  useEffect(() => {
    if (!stage) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hideLater = () => {
      clearTimeout(timer);
      if (!hidesByItself) return;
      timer = setTimeout(() => {
        if (mayHide && !isInUse(stage)) setShown(false);
        else hideLater();
      }, hideAfterMs);
    };
    const show = () => {
      setShown(true);
      hideLater();
    };
    const onTap = (event: PointerEvent) => {
      // A tap on the picture of a phone takes the controls away again.
      const isPicture =
        event.target instanceof Element && !event.target.closest('button, input, a, [role=menu]');
      if (event.pointerType === 'touch' && isPicture && shown.current && mayHide) setShown(false);
      else show();
    };
    const onMove = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') show();
    };
    show();
    stage.addEventListener('pointermove', onMove);
    stage.addEventListener('pointerdown', onTap);
    stage.addEventListener('focusin', show);
    stage.addEventListener('keydown', show);
    return () => {
      clearTimeout(timer);
      stage.removeEventListener('pointermove', onMove);
      stage.removeEventListener('pointerdown', onTap);
      stage.removeEventListener('focusin', show);
      stage.removeEventListener('keydown', show);
    };
  }, [stage, mayHide, hidesByItself]);

  return isShown || !mayHide;
}

/** A menu is open, or the keyboard is in the controls. */
function isInUse(stage: HTMLElement): boolean {
  return stage.querySelector('[role=menu], :focus-visible') !== null;
}
