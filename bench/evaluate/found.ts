/** What a provider made of a study, and how it is put into words. */
import type { AssessedLevels } from '../../spine/outline/assess/assess-levels.ts';
import type { ProviderInput, ProviderResult } from '../../spine/outline/provider.ts';
import type { SegmentedLevel } from '../../contracts/segmentation.ts';

import type { CaseResult, FoundLevel } from './results.ts';

export interface Found {
  readonly input: Pick<ProviderInput, 'ct' | 'about'>;
  readonly result: ProviderResult;
  readonly assessed: AssessedLevels;
}

export function described(found: Found): Pick<CaseResult, 'studyFlags' | 'levels' | 'numbering'> {
  const { studyFlags, levels } = found.assessed;
  return {
    studyFlags: studyFlags.map(({ code }) => code),
    levels: levels.map(foundLevel),
    numbering: numberingOf(found),
  };
}

export function foundLevel({ level, refusal, qc }: SegmentedLevel): FoundLevel {
  const codes = [...(refusal === null ? [] : [refusal.code]), ...qc.flags.map(({ code }) => code)];
  return { level, light: qc.light, codes };
}

function numberingOf({ result: { numbering } }: Found): string | null {
  if (numbering === undefined) return null;
  const { probability, runnerUp, anchors } = numbering;
  const second =
    runnerUp === null ? '' : `, else ${runnerUp.first}-${runnerUp.last} (${runnerUp.probability.toFixed(2)})`;
  const seen = anchors.length === 0 ? 'no anchor' : anchors.join(', ');
  return `probability ${probability.toFixed(2)}${second}; seen: ${seen}`;
}
