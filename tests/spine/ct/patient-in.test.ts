import { expect, test } from 'vitest';

import { patientIn } from '../../../spine/ct/find-ct.ts';

import { slice } from './ct-series.ts';
import { zipOf, type ZipEntry } from './writers/zip-writer.ts';

const OF_SOMEBODY = { change: { '00100020 LO': 'ID 7', '00080020 DA': '20240501' } } as const;
const entry = (name: string, bytes: Uint8Array, more: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  bytes,
  ...more,
});
const image = (index: number): Uint8Array => slice(index, OF_SOMEBODY);
const told = (bytes: Uint8Array) => patientIn([{ id: 'zip', bytes }]);

test('whose images these are is told by the first, and nothing behind it is unpacked', async () => {
  const damaged = entry('c', image(1), { crc: 1 });
  const others = Array.from({ length: 20 }, (_, n) => entry(`${n}`, image(n + 2)));
  const zip = zipOf([entry('a.txt', Buffer.from('text')), entry('b', image(0)), ...others, damaged]);
  expect(await told(zip)).toMatchObject({ patient: { id: 'ID 7' }, date: '2024-05-01' });
});

test('an image that does not say it is passed over, and so is an archive without any', async () => {
  const within = zipOf([entry('a', slice(0)), entry('b', image(1))]);
  expect(await told(zipOf([entry('inner.zip', within)]))).toMatchObject({ patient: { id: 'ID 7' } });
  expect(await told(zipOf([entry('a', slice(0)), entry('b', Buffer.from('text'))]))).toBeNull();
});
