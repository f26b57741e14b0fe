import type { ShowEndReason } from '@lianmai/shared';
import { Link } from '../../app/Router.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { ChartIcon, CheckIcon, TabsIcon } from '../../ui/icons/index.ts';
import { StatePanel } from '../../ui/StatePanel.tsx';
import type { StudioState } from './StudioShow.ts';
import type { Studio } from './useStudio.ts';

const reasonKeys = {
  ended_by_anchor: 'studio.endedTextPlain',
  ended_by_operator: 'studio.endedByOperator',
  anchor_lost: 'studio.endedAnchorLost',
  server_stopping: 'studio.endedServer',
} as const satisfies Record<ShowEndReason, PlainKey>;

interface StudioOverProps {
  state: Extract<StudioState, { phase: 'ended' | 'replaced' | 'failed' }>;
  studio: Studio;
  onError: (cause: unknown) => void;
}

/** The studio after the show, or after it went wrong: what happened, and the way on. */
export function StudioOver(props: StudioOverProps) {
  return (
    <StatePage phase={props.state.phase}>
      <Panel {...props} />
    </StatePage>
  );
}

function Panel({ state, studio, onError }: StudioOverProps) {
  const { t, formats } = useI18n();
  const again = () => {
    studio.show.reset();
    void studio.reopen();
  };
  if (state.phase === 'replaced') {
    const takeOver = async () => {
      await studio.reopen();
      await studio.show.resume(state.roomId, studio.settings);
    };
    return (
      <StatePanel
        icon={<TabsIcon size={36} />}
        heading="h1"
        title={t('studio.replacedTitle')}
        text={t('studio.replacedText')}
        testId="studio-replaced"
      >
        <Button look="primary" onClick={() => void takeOver().catch(onError)} data-testid="studio-take-over">
          {t('studio.replacedHere')}
        </Button>
      </StatePanel>
    );
  }
  if (state.phase === 'failed') {
    return (
      <FailurePanel
        title={t('room.failedTitle')}
        code={state.error.code}
        onRetry={again}
        testId="studio-failed"
        retryTestId="studio-again"
        heading="h1"
      >
        <LobbyLink />
      </FailurePanel>
    );
  }
  const duration = state.durationMs === null ? null : formats.duration(state.durationMs);
  const isAnchors = state.reason === 'ended_by_anchor' && duration !== null;
  return (
    <StatePanel
      icon={<CheckIcon size={38} />}
      tone="link"
      heading="h1"
      title={t('studio.endedTitle')}
      text={isAnchors ? t('studio.endedText', { time: duration }) : t(reasonKeys[state.reason])}
      testId="studio-ended"
    >
      <Link
        to={state.showId ? { page: 'show', showId: state.showId } : { page: 'shows', roomId: state.roomId }}
        className={buttonClass('primary')}
        data-testid="studio-summary"
      >
        <ChartIcon size={20} />
        {t('shows.summary')}
      </Link>
      <Button onClick={again} data-testid="studio-again">
        {t('studio.again')}
      </Button>
      <LobbyLink />
    </StatePanel>
  );
}

function LobbyLink() {
  const { t } = useI18n();
  return (
    <Link to={{ page: 'lobby' }} className={buttonClass('quiet')} data-testid="studio-to-lobby">
      {t('common.toLobby')}
    </Link>
  );
}
