import { useI18n } from '../i18n/index.ts';

export function LiveBadge({ isLive = true, testId }: { isLive?: boolean; testId?: string }) {
  const { t } = useI18n();
  return (
    <span
      className={isLive ? 'live-badge' : 'live-badge live-badge--idle'}
      data-testid={testId}
      data-live={isLive}
    >
      <span className="live-badge__dot" />
      {t(isLive ? 'live.badge' : 'live.offAir')}
    </span>
  );
}
