import { expect, test } from 'vitest';

import { stepJournal } from '../../local/step-journal.ts';

const VIEW = { started: () => undefined, logged: () => undefined, ended: () => undefined };

test('a step’s calls are one run: their time without the wait between them, and the last one’s end', () => {
  let now = Date.parse('2026-11-30T06:00:00Z');
  const journal = stepJournal(VIEW, () => now);
  journal.started('LoadCt', null);
  now += 2000;
  journal.ended('LoadCt', null, Object.assign(new Error(), { name: 'PlatformFault' }));
  expect(journal.runs()).toMatchObject([{ attempts: 1, seconds: 2, error: 'PlatformFault' }]);
  now += 60_000;
  journal.started('LoadCt', null);
  now += 3000;
  journal.ended('LoadCt', null, null);
  journal.started('SolveLevel', 'L1');
  expect(journal.runs()).toEqual([
    {
      ...{ state: 'LoadCt', level: null, attempts: 2, seconds: 5, error: null },
      ...{ startedAt: '2026-11-30T06:00:00.000Z', endedAt: '2026-11-30T06:01:05.000Z' },
    },
  ]);
});

test('levels side by side are told apart, in the order in which they began; one that never began is none', () => {
  let now = 0;
  const journal = stepJournal(VIEW, () => now);
  journal.started('SolveLevel', 'L1');
  now = 500;
  journal.started('SolveLevel', 'L2');
  now = 1000;
  journal.ended('SolveLevel', 'L2', null);
  journal.ended('SolveLevel', 'L3', new Error());
  now = 2000;
  journal.ended('SolveLevel', 'L1', Object.assign(new Error(), { name: 'Jane Doe' }));
  expect(journal.runs().map(({ level, seconds, error }) => [level, seconds, error])).toEqual([
    ['L1', 2, 'UnnamedError'],
    ['L2', 0.5, null],
  ]);
});
