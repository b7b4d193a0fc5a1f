/** A body that is two, in thick slices: names on one side of it are off by one, so none is given. */
import { expect, test } from 'vitest';

import type { NamedLevel } from '../../../../contracts/levels.ts';
import { expectedDistance } from '../../../../spine/definitions/priors/spacing-prior.ts';
import type { SegmentedLevel } from '../../../../contracts/segmentation.ts';
import { byPosition } from '../../../../spine/outline/override/by-position.ts';
import { withMergedBodies } from '../../../../spine/outline/override/merged-names.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { segmentedLevel } from '../../judge/cases.ts';

const MERGED = { code: 'BODY_MERGED', saw: 'T11 is as high as two', wanted: 'one body' } as const;
const THICK = { code: 'SLICES_THICK', message: 'slices of 5 mm' } as const;
const DOUBT = { code: 'LEVELS_DOUBTFUL', message: 'T11 may span two vertebrae; verify' } as const;

/** @param moreMm by which what lies beyond the refused body is further off, on either side */
function column(refused: NamedLevel | null, moreMm = 12): readonly SegmentedLevel[] {
  const levels = ['T9', 'T10', 'T11', 'T12', 'L1'] as const;
  let z = 0;
  return levels.map((level, n) => {
    const above = levels[n - 1];
    if (above !== undefined) z -= expectedDistance(above, level)[0];
    if (refused !== null && (above === refused || level === refused)) z -= moreMm;
    const seen = segmentedLevel(level, level === refused ? MERGED : null);
    return {
      ...seen,
      frame: { origin: [0, 0, z], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] },
    };
  });
}
const numbering = (levels: readonly NamedLevel[] = ['L1', 'T12', 'T11', 'T10', 'T9'], probability = 0.9) => ({
  probability,
  anchors: [],
  runnerUp: null,
  transitionalProbability: 0,
  namings: [{ levels, probability }],
});
function placed(refused: NamedLevel | null, studyFlags: readonly (typeof THICK)[]) {
  const empty = {
    dims: [1, 1, 1],
    affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    data: new Uint8Array(1),
  } as const;
  const result = { bodies: empty, vertebrae: null, numbering: numbering() } as unknown as ProviderResult;
  return byPosition({ levels: column(refused), studyFlags: [...studyFlags, DOUBT], result });
}

test('both ways are told, as likely as each other', () => {
  const { namings, probability } = withMergedBodies(numbering(), column('T11'));
  expect(namings).toEqual([
    { levels: ['L1', 'T12', 'T11', 'T9', 'T8'], probability: 0.45 },
    { levels: ['L2', 'L1', 'T11', 'T10', 'T9'], probability: 0.45 },
  ]);
  expect(probability).toBe(0.45);
});

test('a way that would leave the spine is none', () => {
  const upper = numbering(['T1', 'C7', 'C6', 'C5', 'C4', 'C3', 'C2', 'C1']);
  const levels = upper.namings[0]!.levels.toReversed().map((level) =>
    segmentedLevel(level, level === 'C6' ? MERGED : null),
  );
  expect(withMergedBodies(upper, levels).namings).toEqual([
    { levels: ['T2', 'T1', 'C6', 'C5', 'C4', 'C3', 'C2', 'C1'], probability: 0.9 },
  ]);
});

test('a body whose outline alone is too high leaves the names', () => {
  expect(withMergedBodies(numbering(), column('T11', 2)).namings).toHaveLength(1);
});

test('without a double body names stay', () => {
  expect(withMergedBodies(numbering(), column(null)).namings).toHaveLength(1);
  expect(placed(null, [THICK]).levels.map(({ level }) => level)).toContain('T9');
});

test('in thick slices bodies are told by position, each with both of its names', () => {
  const { levels, studyFlags, result } = placed('T11', [THICK]);
  expect(levels.map(({ level }) => level)).toEqual(['V5', 'V4', 'V3', 'V2', 'V1']);
  expect(levels.map(({ candidates }) => candidates!.map(({ level }) => level))).toEqual([
    ['T8', 'T9'],
    ['T9', 'T10'],
    ['T11'],
    ['T12', 'L1'],
    ['L1', 'L2'],
  ]);
  expect(levels[2]!.refusal).toMatchObject({ code: 'BODY_MERGED', saw: 'V3 is as high as two' });
  expect(studyFlags.at(-1)!.message).toBe('V3 may span two vertebrae; verify');
  expect(result.numbering!.unsettled!.statement).toContain(
    'level names not settled: most likely T8-L1 (0.45)',
  );
});

test('in thin slices a double body is refused and names are doubted, as before', () => {
  expect(placed('T11', []).levels.map(({ level }) => level)).toEqual(['T9', 'T10', 'T11', 'T12', 'L1']);
});
