import type { ChatMention } from '@lianmai/shared';
import { Fragment } from 'react';

interface MessageTextProps {
  content: string;
  mentions: readonly ChatMention[];
  ownId: string | null;
}

/** What was said, with the people it names marked. Always text, never markup. */
export function MessageText({ content, mentions, ownId }: MessageTextProps) {
  if (mentions.length === 0) return <>{content}</>;
  return (
    <>
      {mentionParts(content, mentions).map((part, index) => (
        <Fragment key={index}>
          {part.mention ? (
            <span className={part.mention.id === ownId ? 'mention mention--own' : 'mention'}>
              {part.text}
            </span>
          ) : (
            part.text
          )}
        </Fragment>
      ))}
    </>
  );
}

interface Part {
  text: string;
  mention: ChatMention | null;
}

/** Longer names first: `@小明` must not cut `@小明明` in two. */
export function mentionParts(content: string, mentions: readonly ChatMention[]): Part[] {
  const byLength = [...mentions].sort((one, other) => other.name.length - one.name.length);
  const parts: Part[] = [];
  let plainFrom = 0;
  for (let at = content.indexOf('@'); at >= 0; at = content.indexOf('@', at)) {
    const start = at;
    const mention = byLength.find(({ name }) => content.startsWith(name, start + 1));
    if (!mention) {
      at += 1;
      continue;
    }
    if (at > plainFrom) parts.push({ text: content.slice(plainFrom, at), mention: null });
    at += mention.name.length + 1;
    parts.push({ text: content.slice(start, at), mention });
    plainFrom = at;
  }
  if (plainFrom < content.length) parts.push({ text: content.slice(plainFrom), mention: null });
  return parts;
}
