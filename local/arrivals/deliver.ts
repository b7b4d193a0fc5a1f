/** Where closed studies go: the port, and its errors. */
import type { ArrivedFile } from '../../lambdas/shared/arrivals/study-book.ts';

/** One version of a study, as it is handed on. */
export interface ArrivedStudy {
  /** Digest of the study's UID. */
  readonly study: string;
  /** From 1; a later one holds all that is there of the study, and replaces those before. */
  readonly version: number;
  readonly files: readonly ArrivedFile[];
  /** Some of it may be missing: an association was broken off. */
  readonly brokenOff: boolean;
}

/**
 * @returns in a few words what became of it, without patient data
 * @throws DeliveryRefused where no other try helps; any other error is tried again
 */
export type Deliver = (study: ArrivedStudy, signal: AbortSignal) => Promise<string>;

/** The receiver does not take this study, and says why. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}
