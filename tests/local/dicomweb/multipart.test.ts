import { expect, test } from 'vitest';

import { partsOf } from '../../../local/dicomweb/multipart.ts';

const TYPE = 'multipart/related; type="application/dicom"; boundary=b1';
const part = (bytes: string, head = 'Content-Type: application/dicom') =>
  `--b1\r\n${head}\r\n\r\n${bytes}\r\n`;
const parts = (text: string, type: string | null = TYPE) =>
  partsOf(type, Buffer.from(text, 'latin1')).map(({ type: its, bytes }) => [its, Buffer.from(bytes).toString('latin1')]); // prettier-ignore

test('parts come as they are, whatever letters they hold', () => {
  const odd = 'a\r\n--b\0\xff --b1 \n--b1\r\n--b12';
  expect(
    parts(`${part(odd)}${part('', 'content-type: Application/DICOM; transfer-syntax=1.2')}--b1--\r\n`),
  ).toEqual([
    ['application/dicom', odd],
    ['application/dicom', ''],
  ]);
  // A preamble, a quoted boundary, a part without a type, none at all.
  expect(
    parts(`hello\r\n${part('x', 'Content-Length: 1')}--b1--`, 'Multipart/Related; boundary="b1"'),
  ).toEqual([['', 'x']]);
  expect(parts('--b1--')).toEqual([]);
});

test.each([
  ['of another type', `${part('x')}--b1--`, 'application/dicom', /found the content type application\/dicom/],
  ['of no type', `${part('x')}--b1--`, null, /found the content type none/],
  ['without a boundary', `${part('x')}--b1--`, 'multipart/related', /with a boundary/],
  ['empty', '', TYPE, /breaks off after 0 parts/],
  ['without its end', part('x'), TYPE, /breaks off in part 1/],
  ['with half a part', `${part('x')}${part('secret').slice(0, -5)}`, TYPE, /breaks off in part 2/],
  ['with half a head', `${part('x')}--b1\r\nContent-Ty`, TYPE, /without an end of its head after 1 parts/],
])('an answer %s is refused', (_, text, type, message) => {
  expect(() => parts(text, type)).toThrow(message);
  expect(() => parts(text, type)).not.toThrow(/secret/);
});
