/** Executions of the state machine as the API sees them. Adapters: Step Functions (`aws/`), the queue of one machine (`local/serve/`). */
import type { FinalisationInput } from '../../contracts/review/finalisation.ts';

import type { AssessmentKey } from './artifacts.ts';

/** `succeeded`: it ended with a report, be it of a refusal. `failed`: a technical fault, reported or not. */
export type ExecutionState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Ended without a result: what is asked for once more runs once more. */
export const RUNS_AGAIN: readonly ExecutionState[] = ['failed', 'cancelled'];

export interface Executions {
  /** Of the last attempt; null: none is known (not started yet, or longer ago than the platform remembers). */
  stateOf(assessment: AssessmentKey): Promise<ExecutionState | null>;
  /** Stops it where it waits or runs. @returns as `stateOf` afterwards */
  cancel(assessment: AssessmentKey): Promise<ExecutionState | null>;
}

/** Executions of campaigns, as the API starts and follows them. Adapter: Step Functions (`aws/`). */
export interface CampaignExecutions {
  /** Of the last one that the API has started; null: none is known. */
  readonly stateOf: (campaignId: string) => Promise<ExecutionState | null>;
  /** From its documents, where it does not run. */
  readonly start: (campaignId: string) => Promise<void>;
  /** Whether any campaign runs: one at a time does. */
  readonly runs: () => Promise<boolean>;
}

/** A revision of an assessment, by its number. */
export type RevisionKey = Pick<FinalisationInput, 'studyId' | 'assessmentId' | 'revision'>;

/** Executions of the machine of revisions. Adapters: Step Functions (`aws/`), one machine (`local/serve/`). */
export interface Finalisations {
  /** Each revision is made of one review. @returns false where another review makes this one */
  readonly start: (input: FinalisationInput) => Promise<boolean>;
  /** Of the last attempt; null: none is known. */
  readonly stateOf: (revision: RevisionKey) => Promise<ExecutionState | null>;
}
