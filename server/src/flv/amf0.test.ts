import { describe, expect, it } from 'vitest';
import { type AmfValue, amfEcmaArray, amfValue } from './amf0.ts';
import { AmfError, readAmfValues } from './amf0Read.ts';

describe('AMF 0', () => {
  it('reads what it writes', () => {
    const values: AmfValue[] = [
      'connect',
      1,
      -0.5,
      true,
      null,
      { app: 'live', list: [1, { deep: '弹幕' }], nothing: null },
      [],
    ];
    expect(readAmfValues(Buffer.concat(values.map(amfValue)))).toEqual(values);
  });

  it('reads an array with names as an object, and more than it announces', () => {
    expect(readAmfValues(amfEcmaArray([['width', 640]]))).toEqual([{ width: 640 }]);
  });

  it('keeps a member called __proto__ a member', () => {
    const [value] = readAmfValues(amfValue(JSON.parse('{"__proto__":{"isAdmin":true}}')));
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });

  it.each<[string, number[]]>([
    ['a number cut off', [0, 1, 2]],
    ['a string longer than its message', [2, 0xff, 0xff, 0x41]],
    ['an array longer than its message', [10, 0xff, 0xff, 0xff, 0xff, 5]],
    ['an object without an end', [3, 0, 1, 0x61, 5]],
    ['an unknown marker', [0x2a]],
    ['objects in objects without end', Array.from({ length: 60 }, () => [3, 0, 1, 0x61]).flat()],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readAmfValues(Buffer.from(bytes))).toThrow(AmfError);
  });
});
