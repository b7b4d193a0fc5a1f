/** A method's answer, before it is known which one is used. */
import type { Calibration, DensityLine, LineFit } from '../../../contracts/calibration/calibration.ts';
import type { Flag } from '../../../contracts/primitives.ts';

export interface Candidate extends DensityLine {
  readonly method: Calibration['method'];
  readonly statement: string;
  readonly source: string;
  readonly fit: LineFit | null;
  readonly flags: readonly Flag[];
}
