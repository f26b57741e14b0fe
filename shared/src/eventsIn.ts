import type { PushFrame } from './frames.ts';
import type { RoomEvent } from './roomEvents.ts';

/** The entries of the Room log in a push, in order; none in a notice. */
export function eventsIn(frame: PushFrame): readonly RoomEvent[] {
  if (frame.type === 'notice') return [];
  return frame.type === 'event' ? [frame.event] : frame.events;
}
