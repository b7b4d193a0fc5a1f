import { expect, test } from 'vitest';

import type { Reviewed } from '../../../contracts/review/review.ts';
import { minuteText, signatureOf, statusText } from '../../../report/words/signature.ts';
import { ENGLISH } from '../../../report/words/strings/english.ts';

const by = (revision: number, status: Reviewed['status']): Reviewed['history'][number] => ({
  revision,
  status,
  reader: { name: `Reader ${revision}`, role: null },
  at: `2026-11-0${revision}T23:30:00+01:00`,
  meaning: status === 'preliminary' ? null : status,
  comments: null,
  review: { key: 'k', schema: 's', sha256: 'a'.repeat(64) },
  of: 'b'.repeat(64),
});
const reviewed = (...history: Reviewed['history']): Reviewed => ({
  schema: 'osteon/reviewed/1',
  revision: history.length,
  status: history.at(-1)!.status,
  names: [],
  excluded: [],
  readings: [],
  priors: [],
  history,
});

test('what nobody has signed says so, corrected or not', () => {
  for (const unsigned of [null, reviewed(by(1, 'preliminary'))]) {
    expect(signatureOf(unsigned)).toBeNull();
    expect(statusText(unsigned, ENGLISH)).toBe('PRELIMINARY: NOT SIGNED');
  }
});

test('the last signature counts, on the day of the reader’s own clock', () => {
  const final = reviewed(by(1, 'preliminary'), by(2, 'final'));
  expect([signatureOf(final)?.reader.name, statusText(final, ENGLISH)]).toEqual([
    'Reader 2',
    'FINAL: signed 2026-11-02',
  ]);
  const amended = reviewed(...final.history, by(3, 'addendum'));
  expect(statusText(amended, ENGLISH)).toBe('FINAL WITH ADDENDUM: signed 2026-11-03');
});

test.each([
  ['2026-11-30T13:11:59.716+01:00', '2026-11-30 13:11 +01:00'],
  ['2026-11-30T13:11:59Z', '2026-11-30 13:11 UTC'],
])('%s is printed as %s', (iso, text) => {
  expect(minuteText(iso)).toBe(text);
});
