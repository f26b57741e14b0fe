import type { ChatMention, UserRef } from '@lianmai/shared';
import { useMemo, useState } from 'react';

/** What one is writing; outlives the field it is written in. */
export interface Draft {
  text: string;
  /** Counts up whenever something was put in from outside: the field takes the keyboard then. */
  insertions: number;
  setText: (text: string) => void;
  /** Puts `@name` at the end, or in place of the characters from `from` to `to`. */
  mention: (user: UserRef, range?: { from: number; to: number }) => void;
  /** Empties it. Returns whom the text names. */
  take: () => { content: string; mentions: ChatMention[] };
}

export function useDraft(): Draft {
  const [text, setText] = useState('');
  const [people, setPeople] = useState<readonly UserRef[]>([]);
  const [insertions, setInsertions] = useState(0);
  return useMemo(
    () => ({
      text,
      insertions,
      setText,
      mention: (user, range = { from: text.length, to: text.length }) => {
        const before = text.slice(0, range.from);
        const gap = before === '' || before.endsWith(' ') ? '' : ' ';
        setText(`${before}${gap}@${user.name} ${text.slice(range.to)}`);
        setPeople([...people.filter(({ id }) => id !== user.id), user]);
        setInsertions(insertions + 1);
      },
      take: () => {
        setText('');
        setPeople([]);
        const mentions = people
          .filter(({ name }) => text.includes(`@${name}`))
          .map(({ id, name }) => ({ id, name }));
        return { content: text.trim(), mentions };
      },
    }),
    [text, people, insertions],
  );
}

/** The `@…` that is being typed where the cursor stands; null: none. */
export function mentionBeingTyped(text: string, cursor: number): { from: number; name: string } | null {
  const found = /(?:^|\s)@([^\s@]{0,20})$/u.exec(text.slice(0, cursor));
  if (!found) return null;
  const name = found[1] ?? '';
  return { from: cursor - name.length - 1, name };
}
