/** What the name of the reconstruction kernel says against trusting a density. */
import type { Flag } from '../../contracts/primitives.ts';
import { kernelSharpness } from '../definitions/kernel.ts';

export function kernelFlags(kernel: string | null): readonly Flag[] {
  switch (kernelSharpness(kernel)) {
    case 'soft':
      return [];
    case 'sharp':
      return [
        {
          code: 'KERNEL_SHARP',
          message:
            'sharp reconstruction kernel: noise and edge overshoot reduce the precision of densities and heights',
        },
      ];
    case 'unknown':
      return [
        {
          code: 'KERNEL_UNKNOWN',
          message: 'sharpness of the reconstruction kernel not known from its name',
        },
      ];
  }
}
