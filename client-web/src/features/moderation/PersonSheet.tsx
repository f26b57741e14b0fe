import type { UserRef } from '@lianmai/shared';
import { Avatar } from '../../ui/Avatar.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { PartContext } from '../interaction/parts.tsx';
import { PersonActions } from './PersonActions.tsx';

interface PersonSheetProps {
  user: UserRef;
  context: PartContext;
  onClose: () => void;
}

/** Somebody, and what one may do about them: where their name is pressed outside the chat. */
export function PersonSheet({ user, context, onClose }: PersonSheetProps) {
  return (
    <Dialog title={user.name} testId="person-sheet" onClose={onClose}>
      <Avatar user={user} size={56} />
      <div className="person-actions">
        <PersonActions user={user} context={context} close={onClose} />
      </div>
    </Dialog>
  );
}
