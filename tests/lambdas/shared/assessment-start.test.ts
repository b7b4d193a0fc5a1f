/** What makes an assessment another one, so that two of them never write the same keys. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { assessmentInputFor, executionNameOf } from '../../../lambdas/shared/assessment-start.ts';
import { COMMIT_VARIABLE } from '../../../lambdas/shared/version.ts';
import { DEFAULT_PARAMETER_SET, PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import { assessmentInputSchema } from '../../../contracts/states.ts';
import { parameterDigest } from '../../../spine/definitions/digest.ts';
import packageJson from '../../../package.json' with { type: 'json' };

const STUDY = '0123456789abcdef';
const MANIFEST = { schema: 'osteon/study/1', studyId: STUDY, files: [], labels: null, order: null } as const;
/** Twelve digits that differ, and the rest of the digest. */
const marker = (digits = '0123456789ab') => ({
  key: `studies/${STUDY}/complete.json`,
  schema: 'osteon/study/1',
  sha256: digits.padEnd(64, 'f'),
});

beforeEach(() => {
  vi.stubEnv(COMMIT_VARIABLE, '7f0a406.dirty');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the id of an assessment', () => {
  test('names version, commit, parameter set, its digest and twelve digits of the marker’s', () => {
    for (const parameterSet of PARAMETER_SET_IDS) {
      const digest = parameterDigest(parameterSet).slice(0, 8);
      expect(assessmentInputFor(marker(), { ...MANIFEST, parameterSet })).toEqual({
        schema: 'osteon/assessment-input/1',
        studyId: STUDY,
        assessmentId: `v${packageJson.version}-7f0a406.dirty-${parameterSet}-${digest}-0123456789ab`,
        parameterSet,
        study: marker(),
      });
    }
  });

  test('is the same for the same upload and the same tree', () => {
    expect(assessmentInputFor(marker(), MANIFEST)).toEqual(assessmentInputFor(marker(), MANIFEST));
  });

  test('fits its contract where no commit is known', () => {
    vi.stubEnv(COMMIT_VARIABLE, undefined);
    const input = assessmentInputFor(marker(), MANIFEST);
    expect(input.assessmentId).toContain('-unknown-');
    expect(assessmentInputSchema.parse(input)).toEqual(input);
  });
});

test('parameter set, digest, study and commit each make another execution', () => {
  const inputs = [
    ...PARAMETER_SET_IDS.map((parameterSet) => assessmentInputFor(marker(), { ...MANIFEST, parameterSet })),
    assessmentInputFor(marker('0123456789ac'), MANIFEST),
    assessmentInputFor(marker(), { ...MANIFEST, studyId: '0123456789abcdee' }),
  ];
  vi.stubEnv(COMMIT_VARIABLE, '7f0a407');
  inputs.push(assessmentInputFor(marker(), MANIFEST));
  expect(new Set(inputs.map(executionNameOf)).size).toBe(PARAMETER_SET_IDS.length + 3);
  for (const input of inputs) expect(assessmentInputSchema.parse(input)).toEqual(input);
});

test('a manifest that names no parameter set gets the default one', () => {
  expect(assessmentInputFor(marker(), MANIFEST).parameterSet).toBe(DEFAULT_PARAMETER_SET);
});

describe('the name of an execution', () => {
  test('has what its id has, other characters replaced by a dash', () => {
    const input = { ...assessmentInputFor(marker(), MANIFEST), studyId: 's', assessmentId: 'v0.1.0+x_y-Z9' };
    expect(executionNameOf(input)).toBe('s-v0-1-0-x_y-Z9');
  });

  test('stays whole with the studies and the parameter sets that there are', () => {
    for (const parameterSet of PARAMETER_SET_IDS) {
      const input = assessmentInputFor(marker(), { ...MANIFEST, parameterSet });
      expect(executionNameOf(input)).toBe(`${STUDY}-${input.assessmentId}`.replaceAll('.', '-'));
    }
  });

  test('is cut to 80 characters for a long study id, and still tells its assessments apart', () => {
    const names = ['a', 'b'].map((digit) =>
      executionNameOf(assessmentInputFor(marker(digit), { ...MANIFEST, studyId: 's'.repeat(80) })),
    );
    for (const name of names) expect(name).toMatch(/^[0-9A-Za-z_-]{80}$/);
    expect(names[0]).not.toBe(names[1]);
  });
});
