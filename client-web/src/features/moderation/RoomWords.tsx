import { useI18n } from '../../i18n/index.ts';
import { ListState } from './ListState.tsx';
import { useLoaded } from './useLoaded.ts';
import { useModerationRest } from './useModerationRest.ts';
import { WordEditor } from './WordEditor.tsx';

/** The words that this room does not want, besides those of the platform. */
export function RoomWords({ roomId, isOwner }: { roomId: string; isOwner: boolean }) {
  const { t } = useI18n();
  const rest = useModerationRest();
  const [loaded, reload] = useLoaded((signal) => rest.roomWords(roomId, signal));
  return (
    <ListState loaded={loaded} onRetry={reload} empty="" isEmpty={() => false}>
      {(text) => (
        <WordEditor
          label={t('words.label')}
          initial={text}
          isReadOnly={!isOwner}
          save={(changed) => rest.writeRoomWords(roomId, changed)}
          test={(sentence) => rest.testWords(roomId, sentence)}
        />
      )}
    </ListState>
  );
}
