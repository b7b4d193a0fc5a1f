/** What the patient reads: the count of people beside the overall risk. */
import { expect, test } from 'vitest';

import type { OtherVerdict, Overall } from '../../../../contracts/risk/overall.ts';
import type { ReportData } from '../../../../report/report-data.ts';
import { makeReport } from '../../../../report/report.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { runsOf } from '../pdf-runs.ts';

const BLIND = 'Diese Zahl berücksichtigt Ihre Knochendichte nicht';

async function pageOf(change: (risk: NonNullable<ReportData['risk']>) => object): Promise<string> {
  const data = await dataOf(VARIANTS['for-the-patient']!);
  const runs = runsOf(await makeReport({ ...data, risk: { ...data.risk!, ...change(data.risk!) } }));
  return runs.map(({ text }) => text).join(' ');
}

test('the word that hangs on limits of another calculation says so, and what it would be without them', async () => {
  const told = (withoutOtherModels: OtherVerdict, shares?: Overall['shares']): Promise<string> =>
    pageOf(({ overall }) => ({
      overall: { ...overall, withoutOtherModels, ...(shares === undefined ? {} : { shares }) },
    }));
  const limits = 'beruht auf Grenzwerten, die für ein anderes Rechenverfahren festgelegt wurden; ohne sie';
  expect(await told({ category: 'low', probability: 0.8, settled: true })).toContain(
    `„Mäßig“ ${limits} würde Ihr Risiko als niedrig gelten.`,
  );
  expect(await told({ category: 'low', probability: 0.45, settled: false })).toContain(
    `„Mäßig“ ${limits} ließe sich Ihr Risiko nicht sicher angeben.`,
  );
  expect(await told({ category: 'moderate', probability: 0.7, settled: true })).not.toContain(
    'Rechenverfahren',
  );
  // No word, nothing to say of it.
  const open = { 'very-high': 0.06, high: 0.36, moderate: 0.4, low: 0.18 };
  expect(await told({ category: 'low', probability: 0.8, settled: true }, open)).not.toContain(
    'Rechenverfahren',
  );
});

test('a count that knows nothing of the density says so, and no other', async () => {
  const blind = await pageOf(({ strength }) => ({ strength: { ...strength, zScore: null, modelled: null } }));
  expect(blind).toContain(BLIND);
  const zScore = { value: -1.2 };
  expect(await pageOf(({ strength }) => ({ strength: { ...strength, zScore } }))).not.toContain(BLIND);
});
