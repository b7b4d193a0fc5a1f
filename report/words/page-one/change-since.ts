/** On page 1: how much density and strength have changed since the latest earlier CT that could be compared. */
import type { Change, Comparison } from '../../../contracts/comparison/comparison.ts';
import type { ReportData } from '../../report-data.ts';
import { comparisonsOf } from '../../result.ts';

import { rangesText } from '../level-names.ts';
import { signedPercent } from '../wording.ts';
import type { Strings } from '../strings/strings.ts';

type Compared = Extract<Comparison, { status: 'compared' }>;

/** Null where nothing was compared, or the error of the change is not known. */
export function changeSince(
  data: ReportData,
  of: 'density' | 'strength',
  { panels }: Strings,
): string | null {
  const found = comparisonsOf(data)
    .filter((one): one is Compared => one.status === 'compared')
    .toSorted((a, b) => a.years - b.years)
    .find((one) => one[of]?.leastSignificantPercent != null);
  if (found === undefined) return null;
  const { percent, leastSignificantPercent: least } = found[of]! as Change & {
    leastSignificantPercent: number;
  };
  // The mean is over levels that no fracture has changed.
  const levels = found.levels.filter(
    (one) => (of === 'density' ? one.vbmd : one.strength) !== null && !one.gradeThen && !one.gradeNow,
  );
  const where = rangesText(levels.map(({ level }) => level));
  return panels.since(found.earlier.date!, where, signedPercent(percent), least.toFixed(0));
}
