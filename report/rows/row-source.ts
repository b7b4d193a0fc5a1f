/** What rows are made from. */
import type { Ct } from '../../contracts/ct.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';
import type { StepPrice, StepRun } from '../../contracts/steps/step-run.ts';

export interface AssessmentSource {
  readonly result: Result;
  /** Null where the study was refused before. */
  readonly ct: Ct | null;
  readonly calibration: Calibration | null;
  /** Null where the study came without one, or with one that it was refused for. */
  readonly order: Order | null;
  /** Null: nobody's. */
  readonly site: string | null;
  /** Null without an ID of the patient's own, or a key. */
  readonly patient: PatientPseudonyms | null;
  /** 0: as the machine measured it. */
  readonly revision: number;
  readonly signed: boolean;
  /** Null where nobody has kept which execution it was. */
  readonly execution: ExecutionFacts | null;
}

/** Of one patient: keyed, so that visits join and nobody can be found by them. */
export interface PatientPseudonyms {
  /** Of the ID with its issuer; where the headers name none, of the ID alone. */
  readonly ofIssuer: string;
  /** Of the ID alone, whoever gave it. */
  readonly anyIssuer: string;
  /** Of the ID with the date of birth: tells apart, and says neither. Null where that is not known. */
  readonly born: string | null;
}

export interface ExecutionFacts {
  /** ISO, with a zone. */
  readonly startedAt: string;
  readonly steps: readonly StepRun[];
  /** Null where a step's time is not paid for. */
  readonly priceOf: (state: string) => StepPrice | null;
}

export interface LevelSource extends AssessmentSource {
  readonly level: ResultLevel;
}

export interface StepSource extends AssessmentSource {
  readonly step: StepRun;
  readonly price: StepPrice | null;
}
