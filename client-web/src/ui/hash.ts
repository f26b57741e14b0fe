/** FNV-1a: a stable 32-bit number of a text, for colours that always look the same for the same id. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/** The first character a person would see of a text: whole emoji and Chinese characters, upper case for Latin. */
export function initial(text: string): string {
  return (Array.from(text.trim())[0] ?? '·').toUpperCase();
}
