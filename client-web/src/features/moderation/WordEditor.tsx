import { type Language, type WordsTestResult, wordListMistakes } from '@lianmai/shared';
import { useId, useState } from 'react';
import { type Translate, useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useAct } from './useAct.ts';

interface WordEditorProps {
  label: string;
  initial: string;
  isReadOnly: boolean;
  save: (text: string) => Promise<void>;
  /** What the lists would do with a sentence. */
  test: (text: string) => Promise<WordsTestResult>;
}

/** A word list as text, with what is wrong by line, and a sentence to try it on. */
export function WordEditor({ label, initial, isReadOnly, save, test }: WordEditorProps) {
  const { t, language } = useI18n();
  const toast = useToast();
  const id = useId();
  const [text, setText] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const [problems, setProblems] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const onSave = async () => {
    setBusy(true);
    try {
      await save(text);
      setSaved(text);
      setProblems([]);
      toast(t('words.saved'));
    } catch (cause) {
      const error = LiveError.from(cause);
      setProblems(error.fields.map((field) => lineText(field, t, language)));
      if (error.fields.length === 0) toast(describeError(error.code, language), 'error');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="words">
      <div className="field">
        <label className="field__label" htmlFor={id}>
          {label}
        </label>
        <p className="field__hint">{t('words.hint')}</p>
        <textarea
          id={id}
          className="input words__text"
          rows={9}
          spellCheck={false}
          value={text}
          readOnly={isReadOnly}
          placeholder={t('words.placeholder')}
          aria-invalid={problems.length > 0}
          data-testid="words-text"
          onChange={(event) => setText(event.target.value)}
        />
        {problems.length > 0 && (
          <ul className="field__error" role="alert" data-testid="words-problems">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        {isReadOnly ? (
          <p className="field__hint">{t('words.readOnly')}</p>
        ) : (
          <Button
            look="primary"
            className="words__save"
            isBusy={isBusy}
            disabled={text === saved}
            data-testid="words-save"
            onClick={() => void onSave()}
          >
            {t('words.save')}
          </Button>
        )}
      </div>
      <WordTest test={test} />
    </div>
  );
}

function WordTest({ test }: Pick<WordEditorProps, 'test'>) {
  const { t } = useI18n();
  const { isBusy, act } = useAct();
  const [sentence, setSentence] = useState('');
  const [result, setResult] = useState<WordsTestResult | null>(null);
  return (
    <div>
      <TextField
        label={t('words.try')}
        value={sentence}
        maxLength={1000}
        data-testid="words-try"
        onChange={(event) => {
          setSentence(event.target.value);
          setResult(null);
        }}
        action={
          <Button
            disabled={isBusy || sentence.trim() === ''}
            data-testid="words-try-button"
            onClick={() => void act(async () => setResult(await test(sentence)))}
          >
            {t('words.tryButton')}
          </Button>
        }
      />
      {result && (
        <p
          className="words__result"
          role="status"
          data-testid="words-result"
          data-action={result.action ?? 'pass'}
        >
          {resultText(result, t)}
        </p>
      )}
    </div>
  );
}

function resultText({ action, words, masked }: WordsTestResult, t: Translate): string {
  if (action === null) return t('words.pass');
  if (action === 'mask') return t('words.mask', { masked: masked ?? '' });
  return t(action === 'block' ? 'words.block' : 'words.hold', { words: words.join(', ') });
}

/** The server names fields `line 3`, and says what is wrong in English. */
function lineText(
  { path, message }: { path: string; message: string },
  t: Translate,
  language: Language,
): string {
  const line = /^line (\d+)$/.exec(path)?.[1];
  const mistake = Object.values(wordListMistakes).find(({ en }) => en === message);
  const sentence = mistake?.[language] ?? message;
  return line ? t('words.line', { line, message: sentence }) : sentence;
}
