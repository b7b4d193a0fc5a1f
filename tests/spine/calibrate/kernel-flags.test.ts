import { expect, test } from 'vitest';

import { kernelFlags } from '../../../spine/calibrate/kernel-flags.ts';

test.each([
  ['B30f', []],
  ['STANDARD', []],
  ['B70f', ['KERNEL_SHARP']],
  [null, ['KERNEL_UNKNOWN']],
])('kernel %s raises %j', (kernel, codes) => {
  expect(kernelFlags(kernel).map(({ code }) => code)).toEqual(codes);
});
