import type { UserRef } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import type { LiveClient } from '../../../sdk/index.ts';

const askAfterMs = 150;
const shown = 6;

/** Whom `name` may mean: who has just spoken first, then whoever is in the room. */
export function usePeople(client: LiveClient, name: string | null, ownId: string | null): readonly UserRef[] {
  const [found, setFound] = useState<readonly UserRef[]>([]);
  useEffect(() => {
    if (name === null) {
      setFound([]);
      return;
    }
    const speakers = recentSpeakers(client).filter((user) => isMeant(user, name));
    setFound(peopleOf(speakers, ownId));
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.chat.findPeople(name).then(
        (people) => isCurrent && setFound(peopleOf([...speakers, ...people], ownId)),
        // The ones known here have to do.
        () => undefined,
      );
    }, askAfterMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, name, ownId]);
  return found;
}

function recentSpeakers(client: LiveClient): UserRef[] {
  const { room } = client.room.getSnapshot();
  const { lines } = client.chat.view.getSnapshot();
  const speakers = lines.flatMap((line) => (line.kind === 'message' ? [line.message.user] : [])).reverse();
  return room ? [...speakers, room.anchor] : speakers;
}

function isMeant({ name }: UserRef, wanted: string): boolean {
  return name.toLowerCase().includes(wanted.toLowerCase());
}

function peopleOf(users: readonly UserRef[], ownId: string | null): UserRef[] {
  const people = new Map(users.filter(({ id }) => id !== ownId).map((user) => [user.id, user]));
  return [...people.values()].slice(0, shown);
}
