import type { StageVitals } from '@lianmai/shared';
import { useEffect, useRef, useState } from 'react';
import type { StagePerson } from './people.ts';

/** Louder than a room's own noise; quieter than a soft voice after the browser's noise suppression. */
const speakingDbov = -60;
/** Somebody else must lead for so long before the large picture changes: a cough is not a speech. */
const takeoverMs = 1200;

type Place = Pick<StagePerson, 'roomId' | 'seat'>;

export function isSpeaking({ roomId, seat }: Place, { speakers }: StageVitals): boolean {
  return speakers.some((one) => one.roomId === roomId && one.seat === seat && one.volumeDbov > speakingDbov);
}

/** 0 to 10, null where nothing is known: vitals tell of this room's seats. */
export function networkScore({ seat, role }: StagePerson, { network }: StageVitals): number | null {
  return role === 'rival' ? null : (network.find((one) => one.seat === seat)?.score ?? null);
}

/** Key of the person who has led for a while; stays while everybody is silent. */
export function useDominantKey(people: readonly StagePerson[], vitals: StageVitals): string | null {
  const [dominant, setDominant] = useState<string | null>(null);
  const [loudest] = vitals.speakers;
  const isLoud = loudest && loudest.volumeDbov > speakingDbov;
  const leader = isLoud
    ? people.find(({ roomId, seat }) => roomId === loudest.roomId && seat === loudest.seat)?.key
    : undefined;
  const isFirst = useRef(true);
  useEffect(() => {
    if (leader === undefined || leader === dominant) return;
    const wait = isFirst.current ? 0 : takeoverMs;
    isFirst.current = false;
    const timer = setTimeout(() => setDominant(leader), wait);
    return () => clearTimeout(timer);
  }, [leader, dominant]);
  return dominant;
}
