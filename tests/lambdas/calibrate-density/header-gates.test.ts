import { expect, test } from 'vitest';

import { headerFlags } from '../../../lambdas/calibrate-density/header-gates.ts';

function codes(header: Partial<Parameters<typeof headerFlags>[0]>): string[] {
  return headerFlags({ source: 'dicom', contrastAgent: null, kernel: 'B30f', ...header }).map(
    ({ code }) => code,
  );
}

test('a DICOM header with a soft kernel and no contrast agent raises no flag', () => {
  expect(codes({})).toEqual([]);
});

test.each(['Iohexol 350', 'APPLIED', 'CONTRAST', 'I.V.', 'yes'])(
  '%s is taken for a contrast agent',
  (contrastAgent) => {
    expect(codes({ contrastAgent })).toEqual(['CONTRAST_HEADER']);
  },
);

test.each(['', '  ', 'NONE', 'No', 'without', 'W/O'])(
  '%j is taken for no contrast agent',
  (contrastAgent) => {
    expect(codes({ contrastAgent })).toEqual([]);
  },
);

test('the name of the agent does not reach the flag', () => {
  const [flag] = headerFlags({ source: 'dicom', contrastAgent: 'Mueller, Hans', kernel: 'B30f' });
  expect(flag!.message).not.toContain('Mueller');
});

test('a NIfTI image says neither contrast nor kernel', () => {
  expect(codes({ source: 'nifti', kernel: null })).toEqual(['CONTRAST_UNKNOWN', 'KERNEL_UNKNOWN']);
});

test('a sharp kernel is flagged', () => {
  expect(codes({ kernel: 'B70f' })).toEqual(['KERNEL_SHARP']);
});
