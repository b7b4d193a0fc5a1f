/** What rows are made from. */
import type { Ct } from '../../contracts/ct.ts';
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';

export interface AssessmentSource {
  readonly result: Result;
  /** Null where the study was refused before. */
  readonly ct: Ct | null;
  readonly calibration: Calibration | null;
  /** Null: nobody's. */
  readonly site: string | null;
  /** Of the patient: keyed, so that visits join and nobody can be found by it. Null without an id or a key. */
  readonly patient: string | null;
  /** 0: as the machine measured it. */
  readonly revision: number;
  readonly signed: boolean;
}

export interface LevelSource extends AssessmentSource {
  readonly level: ResultLevel;
}
