/** What running a state of an assessment took, as the engine that ran it has counted. */
export interface StepRun {
  readonly state: string;
  /** Of a Map's item; null elsewhere. */
  readonly level: string | null;
  /** Calls of its function, retries among them. */
  readonly attempts: number;
  /** Of the first call, ISO with a zone. */
  readonly startedAt: string;
  /** Of the last call. */
  readonly endedAt: string;
  /** Of all calls together, without the waits between them, s. */
  readonly seconds: number;
  /** Name of the error that the last call ended with; null: it ended well. */
  readonly error: string | null;
}

/** Where a step's function is paid by its time. */
export interface StepPrice {
  readonly memoryMb: number;
  readonly gbSecondUsd: number;
}
