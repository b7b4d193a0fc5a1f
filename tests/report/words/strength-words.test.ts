import { expect, test } from 'vitest';

import { strengthText } from '../../../report/words/strength-words.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import type { Level } from '../../../contracts/levels.ts';
import { memoryStore, putAssessment } from '../fixture.ts';

/** The fixture's first level is a possible wedge, the others are intact. */
async function told(levels: readonly Level[], strength: Partial<Risk['strength']>, agent?: string) {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const flags = agent === undefined ? [] : [{ code: 'STRENGTH_CONTRAST' as const, message: agent }];
  return strengthText({
    levels: new Map([...data.levels].map(([level, result]) => [level, { ...result, flags }])),
    risk: { ...data.risk!, strength: { ...data.risk!.strength, ...strength } },
  });
}

test('the strength of L1 is told once, with its interval, and none is called the weakest', async () => {
  const text = await told(['T5', 'T11', 'L1'], { levels: ['L1'] });
  expect(text).toMatch(/^L1 \d.\d{3} N \(\d.\d{3}–\d.\d{3}\)\. Informational/);
  expect(text).not.toMatch(/weakest|T5|T11/);
});

test('a fractured L1 is not told: its neighbour’s strength stands in, and says why', async () => {
  const text = await told(['L1', 'L2'], { levels: ['L2'] });
  expect(text).toMatch(
    /^L1 equivalent \d.\d{3} N \(\d.\d{3}–\d.\d{3}\), estimated from L2\. L1 itself is not used/,
  );
  expect(text).toContain('fractured');
  expect(text.match(/ N \(/g)).toHaveLength(1);
});

test('an intact L1 that is left out all the same has another law', async () => {
  expect(await told(['T12', 'L1'], { levels: ['T12'] })).toContain('same material law');
});

test('where no level can be told of L1 there is no number', async () => {
  const text = await told(['T5', 'T6'], { l1Equivalent: null, levels: [] });
  expect(text).toMatch(/^2 levels solved; none allows/);
  expect(text).not.toMatch(/\d N/);
  expect(strengthText({ levels: new Map(), risk: null })).toContain('no level was solved');
});

test('what a contrast agent did to strengths stands beside them', async () => {
  const agent = 'strengths are as unsure, and not to be used';
  expect(await told(['T12', 'L1'], { levels: ['L1'] }, agent)).toContain(
    'Strengths are as unsure, and not to be used. Informational',
  );
});
