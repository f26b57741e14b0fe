/** What people and rooms without pictures are known by: always the same for the same id, as in the web client. */

/** FNV-1a: a stable 32-bit number of a text. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

export const hueOf = (id: string): number => hash(id) % 360;

/** The first character that a person sees, in upper case. */
export function initial(text: string): string {
  return (Array.from(text.trim())[0] ?? '·').toUpperCase();
}
