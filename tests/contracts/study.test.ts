import { describe, expect, test } from 'vitest';

import { studyManifestSchema } from '../../contracts/study.ts';

const FILE = { key: 'studies/a', schema: 'osteon/source-file/1', sha256: '0'.repeat(64) };
const STUDY = {
  schema: 'osteon/study/1',
  studyId: '0123456789abcdef',
  files: [FILE],
  labels: null,
  order: null,
} as const;

describe('a study', () => {
  test.each([
    {},
    { levelOverride: { kind: 'first-level', level: 'T11' } },
    { levelOverride: { kind: 'level-at', pointMm: [0, -20, 105.5], level: 'L5' } },
    { phantom: 'none' },
    { phantom: { type: 'mindways', certificate: FILE } },
    { select: { study: '2', series: '1.2.840' } },
  ])('keeps %j', (part) => {
    expect(studyManifestSchema.parse({ ...STUDY, ...part })).toEqual({ ...STUDY, ...part });
  });

  test.each([
    { levelOverride: { kind: 'first-level', level: 'sacrum' } },
    { levelOverride: { kind: 'first-level' } },
    { levelOverride: { kind: 'level-at', level: 'L5' } },
    { levelOverride: { kind: '', level: 'L5' } },
    { phantom: 'qrm-bdc3' },
    { select: { series: 'L1 spine' } },
    { studyId: 'patient-1' },
    { labels: { files: [], convention: null } },
    { keepOutlines: false },
  ])('is not one with %j', (part) => {
    expect(studyManifestSchema.safeParse({ ...STUDY, ...part }).success).toBe(false);
  });
});
