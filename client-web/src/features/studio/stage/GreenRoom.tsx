import { useI18n } from '../../../i18n/index.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { CloseIcon, TakeIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import type { StagePerson } from '../../stage/people.ts';
import { StageTile } from '../../stage/StageTile.tsx';
import { isSpeaking } from '../../stage/speakers.ts';
import type { StudioStage } from './useStudioStage.ts';

interface GreenRoomProps {
  stage: StudioStage;
  /** Over the picture of a phone: small, without words. */
  isCompact?: boolean;
}

/** Who is ready to come on air: seen and heard by the host alone until they are taken. */
export function GreenRoom({ stage, isCompact = false }: GreenRoomProps) {
  const { t } = useI18n();
  if (stage.greenRoom.length === 0) return null;
  return (
    <section
      className={isCompact ? 'green-room green-room--compact' : 'green-room host__section'}
      aria-label={t('host.greenRoom')}
      data-testid="studio-green-room"
    >
      {!isCompact && (
        <div>
          <h3 className="host__heading">
            {t('host.greenRoom')}
            <span className="count count--link">{stage.greenRoom.length}</span>
          </h3>
          <p className="field__hint">{t('host.greenRoomHint')}</p>
        </div>
      )}
      <ul className="green-room__people">
        {stage.greenRoom.map((person) => (
          <li key={person.key} className="green-room__person">
            <Waiting person={person} stage={stage} isCompact={isCompact} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting({ person, stage, isCompact }: { person: StagePerson } & Required<GreenRoomProps>) {
  const { t } = useI18n();
  const { client, run } = stage;
  const vitals = useStore(client.vitals);
  const { seat, user } = person;
  return (
    <>
      <div className="green-room__picture">
        <StageTile
          person={person}
          box={null}
          isSolo={false}
          isSpeaking={isSpeaking(person, vitals)}
          score={null}
          actions={
            <IconButton
              label={`${t('host.takeOff')}: ${user.name}`}
              className="green-room__off"
              data-testid="studio-take-off"
              data-seat={seat}
              onClick={() => run(client.stage.takeOff(seat))}
            >
              <CloseIcon size={16} />
            </IconButton>
          }
        />
      </div>
      <Button
        look="primary"
        isWide
        className="green-room__take"
        icon={!isCompact && <TakeIcon size={18} />}
        aria-label={`${t('host.take')}: ${user.name}`}
        data-testid="studio-take"
        data-seat={seat}
        onClick={() => run(client.stage.takeOnAir(seat))}
      >
        {t(isCompact ? 'host.takeShort' : 'host.take')}
      </Button>
    </>
  );
}
