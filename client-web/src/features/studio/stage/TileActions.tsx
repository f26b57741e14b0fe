import { useI18n } from '../../../i18n/index.ts';
import { CutIcon } from '../../../ui/icons/index.ts';
import type { StagePerson } from '../../stage/people.ts';
import type { StudioStage } from './useStudioStage.ts';

/** Over a guest's picture: the panic button, always in reach. No question is asked. */
export function TileActions({ person, stage }: { person: StagePerson; stage: StudioStage }) {
  const { t } = useI18n();
  if (person.role !== 'coHost') return null;
  const { seat, user } = person;
  return (
    <button
      type="button"
      className="tile-cut"
      title={t('host.cutSeat', { name: user.name, seat })}
      aria-label={t('host.cutSeat', { name: user.name, seat })}
      data-testid="studio-cut"
      data-seat={seat}
      onClick={() => stage.run(stage.client.stage.cut(seat))}
    >
      <CutIcon size={18} />
      <span className="tile-cut__text">{t('host.cut')}</span>
    </button>
  );
}
