/** Each class of data has its bucket, and no key goes to another's. */
import { expect, test } from 'vitest';

import { bucketsFrom } from '../../../../lambdas/shared/aws/buckets.ts';
import { StorageUnusable } from '../../../../lambdas/shared/errors.ts';

test('the first part of a key says its bucket', () => {
  const bucketOf = bucketsFrom('incoming=a-incoming,studies=a-studies,assessments=a-studies');
  expect(
    ['incoming/s/u/files/1', 'studies/1/complete.json', 'assessments/1/v/report.pdf'].map(bucketOf),
  ).toEqual(['a-incoming', 'a-studies', 'a-studies']);
});

test.each(['reports/1.pdf', 'studies', '/studies/1', '', 'Müller/studies/1', '../studies/1'])(
  'a key that is in no bucket is refused, and not repeated: "%s"',
  (key) => {
    const bucketOf = bucketsFrom('studies=a-studies');
    expect(() => bucketOf(key)).toThrow(StorageUnusable);
    expect(() => bucketOf(key)).toThrow(/^a key that is in no bucket; required: .* studies\/$/);
  },
);

test.each([undefined, '', 'a-studies', 'studies=', 'studies=a-studies,', 'studies=one,studies=two'])(
  'buckets that are not said are required: %s',
  (text) => {
    expect(() => bucketsFrom(text)).toThrow('OSTEON_BUCKETS');
  },
);
