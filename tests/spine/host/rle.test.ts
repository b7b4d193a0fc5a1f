import { expect, test } from 'vitest';

import { decodeRle } from '../../../spine/host/rle.ts';

function frame(...segments: readonly (readonly number[])[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let offset = 64;
  segments.forEach((segment, n) => {
    header.setUint32(4 * (n + 1), offset, true);
    offset += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

test('runs, literals and padding of both bytes come out little endian', () => {
  // Four pixels: high bytes 1 1 1 1 (a run), low bytes 5 6 (a literal), nothing, 7 7 (a run), and a pad byte.
  expect([...decodeRle(frame([253, 1], [1, 5, 6, 128, 255, 7, 0]), 4, 2)]).toEqual([5, 1, 6, 1, 7, 1, 7, 1]);
});

test.each([
  ['no whole header', new Uint8Array(63), 'required: a header'],
  ['one segment for two bytes', frame([253, 1]), '1 segments'],
  ['a segment for each of three bytes', frame([253, 1], [253, 1], [253, 1]), '3 segments'],
  ['a segment that ends early', frame([253, 1], [254, 1]), 'ends early'],
  ['a literal that leaves its segment', frame([253, 1], [3, 1, 2]), 'exceeds'],
  ['a run that leaves the frame', frame([253, 1], [252, 1]), 'exceeds'],
])('%s is an error', (_, bytes, message) => {
  expect(() => decodeRle(bytes, 4, 2)).toThrow(message);
});

test('segments that lie beyond the frame are an error', () => {
  const bytes = frame([253, 1], [253, 2]);
  bytes[8] = 200;
  expect(() => decodeRle(bytes, 4, 2)).toThrow('segment from');
});
