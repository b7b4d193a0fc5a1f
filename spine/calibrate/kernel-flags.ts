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
            'a sharp reconstruction kernel: noise and overshoot at edges make densities and heights less sure',
        },
      ];
    case 'unknown':
      return [
        {
          code: 'KERNEL_UNKNOWN',
          message: 'how sharp the reconstruction kernel is could not be told from its name',
        },
      ];
  }
}
