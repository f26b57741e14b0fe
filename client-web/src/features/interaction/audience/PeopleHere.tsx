import type { UserRef } from '@lianmai/shared';
import { useState } from 'react';
import { PersonSheet } from '../../moderation/PersonSheet.tsx';
import type { PartContext } from '../parts.tsx';
import { AudiencePanel } from './AudiencePanel.tsx';

/** The audience list, and what one may do about whoever is pressed in it. */
export function PeopleHere({ context }: { context: PartContext }) {
  const [person, setPerson] = useState<UserRef | null>(null);
  return (
    <>
      <AudiencePanel client={context.client} onPerson={setPerson} />
      {person && <PersonSheet user={person} context={context} onClose={() => setPerson(null)} />}
    </>
  );
}
