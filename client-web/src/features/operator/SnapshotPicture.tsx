import { useEffect, useRef, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { CameraOffIcon } from '../../ui/icons/index.ts';

const everyMs = 10_000;

type Picture =
  | { phase: 'loading' }
  | { phase: 'shown'; url: string }
  | { phase: 'none'; why: 'noCamera' | 'late' };

/** A still of a room, again every ten seconds while it is on screen. What nobody looks at is not asked for. */
export function SnapshotPicture({ roomId, title }: { roomId: string; title: string }) {
  const { t } = useI18n();
  const { operator } = useServices();
  const place = useRef<HTMLDivElement>(null);
  const [picture, setPicture] = useState<Picture>({ phase: 'loading' });

  useEffect(() => {
    const leaving = new AbortController();
    let isOnScreen = false;
    let isAsking = false;
    let url: string | null = null;
    const show = (blob: Blob | null) => {
      const before = url;
      url = blob && URL.createObjectURL(blob);
      setPicture(url ? { phase: 'shown', url } : { phase: 'none', why: 'noCamera' });
      // The picture before stays until the new one has been decoded.
      if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
    };
    const ask = async () => {
      if (!isOnScreen || isAsking || document.visibilityState !== 'visible') return;
      isAsking = true;
      try {
        const blob = await operator.snapshot(roomId, leaving.signal);
        if (!leaving.signal.aborted) show(blob);
      } catch {
        // The one before is better than none.
        if (!leaving.signal.aborted && !url) setPicture({ phase: 'none', why: 'late' });
      } finally {
        isAsking = false;
      }
    };
    const watcher = new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? false;
      void ask();
    });
    if (place.current) watcher.observe(place.current);
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      leaving.abort();
      watcher.disconnect();
      clearInterval(timer);
      if (url) URL.revokeObjectURL(url);
    };
  }, [operator, roomId]);

  return (
    <div ref={place} className="snapshot" data-testid="wall-snapshot" data-phase={picture.phase}>
      {picture.phase === 'loading' && <span className="skeleton snapshot__skeleton" />}
      {picture.phase === 'shown' && (
        <img src={picture.url} alt={t('operator.pictureOf', { title })} decoding="async" />
      )}
      {picture.phase === 'none' && (
        <span className="snapshot__none">
          <CameraOffIcon size={28} />
          {t(picture.why === 'noCamera' ? 'operator.noPicture' : 'operator.pictureLate')}
        </span>
      )}
    </div>
  );
}
