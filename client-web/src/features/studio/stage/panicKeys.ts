interface PressedKey {
  /** The key's place, whatever its letter is with Alt held. */
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** Which of the seats on air a key cuts: Alt+X all of them, Alt and a number that one. */
export function seatsToCut(key: PressedKey, onAir: readonly { seat: number }[]): number[] {
  if (!key.altKey || key.ctrlKey || key.metaKey || key.repeat) return [];
  const seats = onAir.map(({ seat }) => seat);
  if (key.code === 'KeyX') return seats;
  const [, digit] = /^(?:Digit|Numpad)([1-8])$/u.exec(key.code) ?? [];
  return seats.filter((seat) => seat === Number(digit));
}
