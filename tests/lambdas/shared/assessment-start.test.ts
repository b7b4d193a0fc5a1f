/** What makes an assessment another one, so that two of them never write the same keys. */
import { expect, test } from 'vitest';

import { assessmentInputFor, executionNameOf } from '../../../lambdas/shared/assessment-start.ts';
import { SOFTWARE } from '../../../lambdas/shared/version.ts';
import { DEFAULT_PARAMETER_SET, PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import { assessmentInputSchema } from '../../../contracts/states.ts';

const STUDY = '0123456789abcdef';
const MANIFEST = { schema: 'osteon/study/1', studyId: STUDY, files: [], labels: null, order: null } as const;
/** Twelve digits that differ, and the rest of the digest. */
const marker = (digits = '0123456789ab') => ({
  key: `studies/${STUDY}/complete.json`,
  schema: 'osteon/study/1',
  sha256: digits.padEnd(64, 'f'),
});

test('the id names version, parameter set and twelve digits of the marker’s digest', () => {
  for (const parameterSet of PARAMETER_SET_IDS) {
    expect(assessmentInputFor(marker(), { ...MANIFEST, parameterSet })).toEqual({
      schema: 'osteon/assessment-input/1',
      studyId: STUDY,
      assessmentId: `v${SOFTWARE.version}-${parameterSet}-0123456789ab`,
      parameterSet,
      study: marker(),
    });
  }
});

test('parameter set, digest and study each make another execution', () => {
  const inputs = [
    ...PARAMETER_SET_IDS.map((parameterSet) => assessmentInputFor(marker(), { ...MANIFEST, parameterSet })),
    assessmentInputFor(marker('0123456789ac'), MANIFEST),
    assessmentInputFor(marker(), { ...MANIFEST, studyId: '0123456789abcdee' }),
  ];
  expect(new Set(inputs.map(executionNameOf)).size).toBe(PARAMETER_SET_IDS.length + 2);
  for (const input of inputs) expect(assessmentInputSchema.parse(input)).toEqual(input);
});

test('a manifest that names no parameter set gets the default one', () => {
  expect(assessmentInputFor(marker(), MANIFEST).parameterSet).toBe(DEFAULT_PARAMETER_SET);
});

test('an execution name has what its id has, other characters replaced by a dash', () => {
  const input = { ...assessmentInputFor(marker(), MANIFEST), studyId: 's', assessmentId: 'v0.1.0+x_y-Z9' };
  expect(executionNameOf(input)).toBe('s-v0-1-0-x_y-Z9');
});
