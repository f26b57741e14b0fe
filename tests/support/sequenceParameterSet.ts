/** A baseline SPS, field by field (ITU-T H.264 §7.3.2.1.1). */
export function sequenceParameterSet(shape: {
  widthInMbs: number;
  heightInMbs: number;
  orderCycle?: number;
  /** Of each side, in units of two pixels. */
  crop?: number;
  references?: number;
}) {
  const { widthInMbs, heightInMbs, orderCycle, crop, references = 1 } = shape;
  const code = (value: number) => {
    const bits = (value + 1).toString(2);
    return '0'.repeat(bits.length - 1) + bits;
  };
  const order =
    orderCycle === undefined
      ? code(2)
      : `${code(1)}0${code(0).repeat(2)}${code(orderCycle)}${code(0).repeat(orderCycle)}`;
  const size = `${code(references)}0${code(widthInMbs - 1)}${code(heightInMbs - 1)}11`;
  const cropping = crop === undefined ? '0' : `1${code(crop).repeat(4)}`;
  const bits = `${code(0)}${code(0)}${order}${size}${cropping}01`;
  const bytes = bits.match(/.{1,8}/g) ?? [];
  const payload = Buffer.from(bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
  // No three bytes in a row may look like a start code.
  const escaped = payload
    .toString('hex')
    .replace(/(?:..)/g, '$& ')
    .replace(/00 00 (?=0[0-3] )/g, '00 00 03 ');
  return Buffer.from(`6742c01e${escaped.replaceAll(' ', '')}`, 'hex');
}
