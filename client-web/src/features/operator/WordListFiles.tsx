import { type WordListInfo, WordListName } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ListState } from '../moderation/ListState.tsx';
import { useAct } from '../moderation/useAct.ts';
import { useLoaded } from '../moderation/useLoaded.ts';
import { useModerationRest } from '../moderation/useModerationRest.ts';
import { WordEditor } from '../moderation/WordEditor.tsx';

/** The platform's word lists: files on the server, each to be read, written and removed here. */
export function WordListFiles() {
  const { t } = useI18n();
  const rest = useModerationRest();
  const [opened, setOpened] = useState<string | null>(null);
  const [loaded, reload] = useLoaded((signal) => rest.wordLists(signal));
  const close = () => {
    setOpened(null);
    reload();
  };
  if (opened !== null) return <WordListFile key={opened} name={opened} onClose={close} />;
  return (
    <>
      <ListState
        loaded={loaded}
        onRetry={reload}
        empty={t('words.noLists')}
        isEmpty={(lists) => lists.length === 0}
      >
        {(lists) => (
          <ul className="order__list">
            {lists.map((list) => (
              <WordListLine key={list.name} list={list} onOpen={() => setOpened(list.name)} />
            ))}
          </ul>
        )}
      </ListState>
      <NewWordList onNamed={setOpened} />
    </>
  );
}

function WordListLine({
  list: { name, size, problems },
  onOpen,
}: {
  list: WordListInfo;
  onOpen: () => void;
}) {
  const { t, tCount } = useI18n();
  return (
    <li className="order-row" data-testid="word-list" data-name={name}>
      <div className="order-row__lines">
        <button type="button" className="order-row__person" data-testid="word-list-open" onClick={onOpen}>
          <bdi className="truncate">{name}</bdi>
        </button>
        <span className="order-row__facts">{tCount('words.count', size)}</span>
        {problems.length > 0 && <span className="field__error">{t('words.broken')}</span>}
      </div>
    </li>
  );
}

function NewWordList({ onNamed }: { onNamed: (name: string) => void }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  return (
    <TextField
      label={t('words.listName')}
      value={name}
      maxLength={40}
      data-testid="word-list-name"
      onChange={(event) => setName(event.target.value)}
      action={
        <Button
          disabled={!WordListName.safeParse(name).success}
          data-testid="word-list-new"
          onClick={() => onNamed(name)}
        >
          {t('words.newList')}
        </Button>
      }
    />
  );
}

function WordListFile({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useI18n();
  const rest = useModerationRest();
  const { isBusy, act } = useAct();
  const [isAsking, setAsking] = useState(false);
  // One that is new, or broken from the start, has no text yet.
  const [loaded, reload] = useLoaded((signal) => rest.wordList(name, signal).catch(orWhenMissing('')));
  return (
    <>
      <div className="words__head">
        <Button look="quiet" data-testid="word-list-back" onClick={onClose}>
          {t('common.back')}
        </Button>
        <Button look="quiet" data-testid="word-list-remove" onClick={() => setAsking(true)}>
          {t('words.remove')}
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t('words.remove')}
          text={t('words.removeText', { name })}
          confirm={t('words.remove')}
          look="danger"
          isBusy={isBusy}
          testId="word-list-remove"
          onClose={() => setAsking(false)}
          onConfirm={() =>
            void act(() => rest.removeWordList(name).catch(orWhenMissing(undefined)).then(onClose))
          }
        />
      )}
      <ListState loaded={loaded} onRetry={reload} empty="" isEmpty={() => false}>
        {(text) => (
          <WordEditor
            label={name}
            initial={text}
            isReadOnly={false}
            save={(changed) => rest.writeWordList(name, changed)}
            test={(sentence) => rest.testWords(null, sentence)}
          />
        )}
      </ListState>
    </>
  );
}

function orWhenMissing<T>(value: T): (cause: unknown) => T {
  return (cause) => {
    if (LiveError.from(cause).code === 'not_found') return value;
    throw cause;
  };
}
