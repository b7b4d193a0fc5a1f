/** What a phantom scan of the scanner would gain: the interval that a study's mean density would have with a calibration file. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import type { Level } from '../../../contracts/levels.ts';
import type { Density } from '../../../contracts/primitives.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { densityLineSe } from '../../calibrate/index.ts';
import { mean } from '../../math/moments.ts';
import { Z95 } from '../../math/normal.ts';

export interface AfterPhantomScanInput {
  readonly density: Pick<Risk['density'], 'vbmd' | 'levels'>;
  readonly measured: ReadonlyMap<Level, Pick<LevelResult, 'trabecular'>>;
  readonly calibration: Pick<Calibration, 'withPhantomScan'>;
}

/**
 * The mean density as measured, with the line's errors of a calibration file in the place of the calibration's own; what the
 * levels add of their own stays. The value itself would move, within today's interval.
 *
 * @returns null where a phantom was used, no file could be matched, no interval is known or none would be narrower
 */
export function densityAfterPhantomScan({
  density: { vbmd, levels },
  measured,
  calibration: { withPhantomScan },
}: AfterPhantomScanInput): Density | null {
  if (withPhantomScan === null || vbmd === null || vbmd.uncertainty.kind === 'none') return null;
  const parts = levels.flatMap((level) => measured.get(level)?.trabecular ?? []);
  if (parts.length === 0 || parts.length < levels.length) return null;
  const halfNow = (vbmd.uncertainty.high - vbmd.uncertainty.low) / 2;
  const now = Z95 * mean(parts.map(({ lineSe }) => lineSe));
  const then = Z95 * mean(parts.map(({ meanHu }) => densityLineSe({ error: withPhantomScan }, meanHu.value)));
  if (then >= now) return null;
  const half = Math.sqrt(Math.max(0, halfNow ** 2 - now ** 2) + then ** 2);
  const { value } = vbmd;
  return {
    ...vbmd,
    uncertainty: {
      kind: 'interval95',
      low: value - half,
      high: value + half,
      basis: withPhantomScan.basis,
    },
  };
}
