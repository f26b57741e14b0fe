import { describe, expect, it } from 'vitest';
import { exifOrientation, orientationSegment } from './exif.ts';
import { readPicture } from './readPicture.ts';

// 12 x 8 pixels of red, written by ffmpeg.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAIAAABChommAAAACXBIWXMAAAABAAAAAQBPJcTWAAAAE0lEQVR4nGP4y8BAEBFWMewVAQA8wV7hj4GBHQAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJCQgICAgJCQoKCgwMCwsODg4RERT/xABMAAEBAAAAAAAAAAAAAAAAAAAABgEBAQAAAAAAAAAAAAAAAAAABgcQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAAAAAAAAAAAAAAAAD/wAARCAAIAAwDASIAAhEAAxEA/9oADAMBAAIRAxEAPwCLAFF/f//Z',
  'base64',
);
const webp = Buffer.from(
  'UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoMAAgAAgA0JaACdLoB+AADsAD+8Oj3/yC5YXXI1/8gP+QH/ID/+PIAAAA=',
  'base64',
);
const losslessWebp = Buffer.from('UklGRhwAAABXRUJQVlA4TA8AAAAvC8ABAAcQ9Y/+ByKi/wEA', 'base64');

const secret = '31.2304N 121.4737E';

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}

function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function insert(into: Buffer, at: number, what: Buffer): Buffer {
  return Buffer.concat([into.subarray(0, at), what, into.subarray(at)]);
}

/** An extended WebP with an Exif chunk behind the picture. */
function webpWithExif(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const extended = chunk('VP8X', Buffer.from([0x08, 0, 0, 0, 11, 0, 0, 7, 0, 0]));
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    extended,
    webp.subarray(12),
    chunk('EXIF', Buffer.from(secret)),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

describe('readPicture', () => {
  it.each([
    ['png', png],
    ['jpg', jpeg],
    ['webp', webp],
    ['webp', losslessWebp],
  ])('knows a %s by its bytes', (extension, file) => {
    expect(readPicture(file)).toMatchObject({ extension, width: 12, height: 8 });
  });

  it.each([
    ['PNG', insert(png, 33, pngChunk('tEXt', Buffer.from(secret)))],
    ['PNG, behind its end', Buffer.concat([png, Buffer.from(secret)])],
    ['JPEG comment', insert(jpeg, 20, jpegSegment(0xfe, Buffer.from(secret)))],
    ['JPEG Exif', insert(jpeg, 20, jpegSegment(0xe1, Buffer.from(`Exif\0\0${secret}`)))],
    ['JPEG, behind its end', Buffer.concat([jpeg, Buffer.from(secret)])],
    ['WebP', webpWithExif()],
  ])('leaves out what is no picture: %s', (_where, file) => {
    expect(file.includes(secret)).toBe(true);
    const { bytes, width, height } = readPicture(file);
    expect(bytes.includes(secret)).toBe(false);
    expect([width, height]).toEqual([12, 8]);
    // And what is left is a whole picture again.
    expect(readPicture(bytes).bytes).toEqual(bytes);
  });

  it('remembers of a JPEG which side is up', () => {
    const turned = insert(jpeg, 20, orientationSegment(6));
    const { bytes } = readPicture(turned);
    expect(exifOrientation(0xe1, bytes.subarray(2))).toBe(6);
    expect(readPicture(jpeg).bytes.includes('Exif')).toBe(false);
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['half a PNG', png.subarray(0, 60)],
    ['half a JPEG', jpeg.subarray(0, 150)],
    ['half a WebP', webp.subarray(0, 40)],
    ['a PNG without size', Buffer.concat([png.subarray(0, 16), Buffer.alloc(8), png.subarray(24)])],
    ['a page that says it is a PNG', Buffer.concat([png.subarray(0, 8), Buffer.from('<script>')])],
  ])('refuses %s', (_what, file) => {
    expect(() => readPicture(file)).toThrowError(expect.objectContaining({ code: 'picture_unsupported' }));
  });

  it('never reads behind the end, wherever a byte is broken', () => {
    for (const file of [png, jpeg, webp, webpWithExif()]) {
      for (let at = 0; at < file.length; at += 1) {
        for (const value of [0x00, 0x7f, 0xff]) {
          const broken = Buffer.from(file);
          broken[at] = value;
          try {
            readPicture(broken);
          } catch (error) {
            expect(error).toMatchObject({ code: 'picture_unsupported' });
          }
        }
      }
    }
  });
});
