/** What script tags and RTMP commands hold (AMF 0 specification). `strictArray` and objects may hold each other. */
export type AmfValue = number | boolean | string | null | AmfValue[] | { [name: string]: AmfValue };

/** The byte before each value that says what it is. */
export const markers = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
} as const;
const objectEnd = Buffer.from([0, 0, markers.objectEnd]);

export function amfValue(value: AmfValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([markers.string]), amfText(value)]);
  if (typeof value === 'boolean') return Buffer.from([markers.boolean, value ? 1 : 0]);
  if (typeof value === 'number') return amfNumber(value);
  if (value === null) return Buffer.from([markers.null]);
  if (Array.isArray(value))
    return Buffer.concat([counted(markers.strictArray, value.length), ...value.map(amfValue)]);
  return Buffer.concat([Buffer.from([markers.object]), ...members(Object.entries(value)), objectEnd]);
}

/** An object with its size in front, as `onMetaData` has it. */
export function amfEcmaArray(entries: [string, AmfValue][]): Buffer {
  return Buffer.concat([counted(markers.ecmaArray, entries.length), ...members(entries), objectEnd]);
}

function members(entries: [string, AmfValue][]): Buffer[] {
  return entries.flatMap(([name, value]) => [amfText(name), amfValue(value)]);
}

function counted(marker: number, count: number): Buffer {
  const head = Buffer.alloc(5);
  head[0] = marker;
  head.writeUInt32BE(count, 1);
  return head;
}

function amfNumber(value: number): Buffer {
  const number = Buffer.alloc(9);
  number.writeDoubleBE(value, 1);
  return number;
}

function amfText(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}
