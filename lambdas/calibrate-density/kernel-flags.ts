/** What the headers alone say against trusting a density: contrast agent, kernel. The image is not looked at here. */
import type { Flag } from '../shared/contracts/primitives.ts';
import type { Ct } from '../shared/contracts/ct.ts';
import { namesContrast } from '../shared/contrast.ts';
import { kernelSharpness } from '../shared/kernel.ts';

type Header = Pick<Ct, 'source' | 'contrastAgent' | 'kernel'>;

export function headerFlags({ source, contrastAgent, kernel }: Header): readonly Flag[] {
  return [...contrastFlags(source, contrastAgent), ...kernelFlags(kernel)];
}

/** The agent's name stays out of the message: free text of a header may hold anything. */
function contrastFlags(source: Ct['source'], agent: string | null): readonly Flag[] {
  if (namesContrast(agent)) {
    return [
      {
        code: 'CONTRAST_HEADER',
        message:
          'the header names a contrast agent: contrast raises trabecular density by 6 mg/cm3 and more, so no density category is given',
      },
    ];
  }
  if (source === 'dicom') return [];
  return [
    { code: 'CONTRAST_UNKNOWN', message: 'a NIfTI image does not say whether a contrast agent was given' },
  ];
}

function kernelFlags(kernel: string | null): readonly Flag[] {
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
