import type { UserRef } from '@lianmai/shared';
import type { CSSProperties } from 'react';
import { hash, initial } from './hash.ts';

interface AvatarProps {
  user: Pick<UserRef, 'id' | 'name' | 'avatarUrl'>;
  /** CSS pixels, or a CSS length. */
  size?: number | string;
}

type AvatarStyle = CSSProperties & Record<'--avatar-size' | '--hue', string>;

/** Decorative: the name always stands beside it. */
export function Avatar({ user, size = 40 }: AvatarProps) {
  const style: AvatarStyle = {
    '--avatar-size': typeof size === 'number' ? `${size}px` : size,
    '--hue': String(hash(user.id) % 360),
  };
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {user.avatarUrl ? <img src={user.avatarUrl} alt="" /> : initial(user.name)}
    </span>
  );
}
