import { describe, expect, test } from 'vitest';

import { strengthText } from '../../../report/words/strength-words.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import type { Level } from '../../../contracts/levels.ts';
import { OUT_OF_LINE, STRENGTH_UNSETTLED } from '../../../spine/judge/index.ts';
import { densityOnly } from '../../spine/judge/cases.ts';
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

test('an intact L1 whose density goes with no other says so', async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['T12', 'L1'] });
  const { levels, risk } = await readReportData(
    store,
    publishReportInputSchema.parse({ ...input, ...parts }),
  );
  const reason = `${OUT_OF_LINE} (166 mg/cm3, expected: 72)`;
  const odd = {
    ...risk!,
    strength: { ...risk!.strength, levels: ['T12' as const] },
    density: { ...risk!.density, leftOut: [{ level: 'L1' as const, reason }] },
  };
  expect(strengthText({ levels, risk: odd })).toContain(
    'L1 itself is not used: density out of line with its neighbours (166 mg/cm3, expected: 72).',
  );
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

describe('where no strength of L1 can be told', () => {
  const none = { l1Equivalent: null, levels: [] };

  test('one level is one level', async () => {
    expect(await told(['T5'], none)).toMatch(/^1 level solved; none allows/);
  });

  test('positions in the place of names are the reason', async () => {
    expect(await told(['V2', 'V1'], none)).toContain(
      `2 levels solved. ${STRENGTH_UNSETTLED.withheld} Informational`,
    );
    expect(await told(['V1'], none)).toContain(`1 level solved. ${STRENGTH_UNSETTLED.withheld}`);
    // Some of the bodies are enough: a cut one below named ones has no name either.
    expect(await told(['L1', 'V1'], none)).toContain(STRENGTH_UNSETTLED.withheld);
  });

  test('and a strength that can be told is, whatever its levels are called', async () => {
    expect(await told(['V2', 'V1'], { levels: ['V2'] })).toMatch(
      /^L1 equivalent .* estimated from V2\. Informational/,
    );
  });
});

test('what the strength is of the average stands behind it, and is called modelled', async () => {
  expect(await told(['T12', 'L1'], { levels: ['L1'] })).toContain(
    'Modelled reference (L1): 84 % (71–97) of the strength that the same body would have with the average density for age and sex, ' +
      'z-score −0.6 (−1.6 to 0.3), and 54 % (46–62) of that with the density of young adults.',
  );
  expect(await told(['L1'], { levels: ['L1'] })).not.toContain('Modelled');
});

test('every neighbour that the strength is estimated from is named', async () => {
  expect(await told(['T12', 'L2'], { levels: ['T12', 'L2'] })).toContain(
    'estimated from T12, L2. Informational',
  );
});

test('remarks of other kinds are not told beside strengths', async () => {
  expect(await told(['T12', 'L1'], { levels: ['L1'] })).not.toContain('voxels');
});

test('without a risk there is no strength, and a level that was not judged is not called fractured', async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['L1'] });
  const { levels } = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const text = strengthText({ levels, risk: null });
  expect(text).toContain(
    '1 level solved; none allows an estimate for L1. L1 itself is not used: it was not solved',
  );
});

test('a message that no code asks for stays away from the strengths', async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['L1'] });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const flags = [{ code: 'METAL_NEARBY' as const, message: 'metal near it' }];
  const levels = new Map([...data.levels].map(([level, result]) => [level, { ...result, flags }]));
  expect(strengthText({ levels, risk: data.risk })).not.toContain('etal near it');
});

test('without any strength its reason stands there once; a level without is not counted', async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['L1', 'L2'] });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const all = new Map([...data.levels].map(([level, result]) => [level, densityOnly(result)]));
  const text = strengthText({ levels: all, risk: data.risk });
  expect(text).toBe('Not evaluated: slices of 5 mm; strength not computed.');
  const one = new Map(data.levels).set('L2', all.get('L2')!);
  const risk = { ...data.risk!, strength: { ...data.risk!.strength, l1Equivalent: null, levels: [] } };
  expect(strengthText({ levels: one, risk })).toMatch(/^1 level solved; none allows/);
});
