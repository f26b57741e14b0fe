import type { PartContext } from '../interaction/parts.tsx';
import { GiftEffects } from './GiftEffects.tsx';
import { GiftTray } from './GiftTray.tsx';
import { GiversPill } from './GiversPill.tsx';
import './coins.css';
import './giftSheet.css';
import './overPicture.css';
import './givers.css';
import './giftLine.css';

/** What gifts put over the picture: effects below, banners above them, on phones the way to the givers. */
export function GiftsOverPicture({ context }: { context: PartContext }) {
  return (
    <>
      <GiftEffects client={context.client} />
      <GiftTray client={context.client} />
      <GiversPill context={context} />
    </>
  );
}
