import type { SeatApplication } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { ChoiceMenu } from '../../../ui/ChoiceMenu.tsx';
import { CameraIcon, ChevronDownIcon, CloseIcon, MicIcon } from '../../../ui/icons/index.ts';
import type { StudioStage } from './useStudioStage.ts';

/** Who asks to join, the longest waiting first. */
export function Applications({ stage }: { stage: StudioStage }) {
  const { t } = useI18n();
  const { applications } = stage.backstage;
  const isInviteOnly = stage.stage.settings.admission === 'invite';
  return (
    <section
      className="host__section"
      aria-label={t('host.applications')}
      data-testid="studio-applications"
      data-count={applications.length}
    >
      <h3 className="host__heading">
        {t('host.applications')}
        {applications.length > 0 && <span className="count">{applications.length}</span>}
      </h3>
      {applications.length === 0 ? (
        <p className="field__hint">{t(isInviteOnly ? 'host.invitesOnly' : 'host.noApplications')}</p>
      ) : (
        <ul className="applications">
          {applications.map((application) => (
            <li key={application.applicationId}>
              <Application application={application} stage={stage} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Application({ application, stage }: { application: SeatApplication; stage: StudioStage }) {
  const { t } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const { applicationId, user, message, withVideo, seat } = application;
  const answer = (action: Promise<unknown>) => {
    setBusy(true);
    stage.run(action.finally(() => setBusy(false)));
  };
  const { client } = stage;
  return (
    <div className="application" data-testid="studio-application" data-user={user.id}>
      <Avatar user={user} size={40} />
      <div className="application__lines">
        <span className="application__name truncate">{user.name}</span>
        <span className="application__wish">
          {withVideo ? <CameraIcon size={14} /> : <MicIcon size={14} />}
          {t(withVideo ? 'host.withVideo' : 'host.soundOnly')}
          {seat !== null && <> · {t('host.wantsSeat', { seat })}</>}
        </span>
        {message && <span className="application__message">“{message}”</span>}
      </div>
      <div className="application__answers">
        <IconButton
          label={`${t('host.refuse')}: ${user.name}`}
          className="application__refuse"
          disabled={isBusy}
          data-testid="studio-application-refuse"
          onClick={() => answer(client.stage.refuse(applicationId))}
        >
          <CloseIcon size={20} />
        </IconButton>
        <div className="split-button">
          <Button
            look="primary"
            isBusy={isBusy}
            data-testid="studio-application-accept"
            onClick={() => answer(client.stage.accept(applicationId))}
          >
            {t('host.accept')}
          </Button>
          <SeatChoice
            stage={stage}
            onChoose={(chosen) => answer(client.stage.accept(applicationId, chosen))}
          />
        </div>
      </div>
    </div>
  );
}

function SeatChoice({ stage, onChoose }: { stage: StudioStage; onChoose: (seat?: number) => void }) {
  const { t } = useI18n();
  const free = stage.stage.seats.filter(({ seat, state }) => seat > 0 && state === 'free');
  const choices = [
    { value: 'any', label: t('host.anySeat') },
    ...free.map(({ seat }) => ({ value: String(seat), label: t('stage.seatN', { seat }) })),
  ];
  return (
    <ChoiceMenu
      label={t('host.acceptOn')}
      choices={choices}
      value="any"
      onChoose={(value) => onChoose(value === 'any' ? undefined : Number(value))}
      testId="studio-application-seat"
      triggerClass="split-button__more"
      placement="below"
      trigger={<ChevronDownIcon size={18} />}
    />
  );
}
