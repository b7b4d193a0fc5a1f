/**
 * The study's fault, as errors that the state machine tells apart by class name: never retried, each leads to a coded
 * refusal in the report. The platform's fault is another family (`lambdas/shared/errors.ts`); anything else is a defect.
 * Both of these end the execution (`faults.ts`).
 *
 * No message holds patient data: a refusal states what was found in terms of counts, sizes and codes.
 */
import { refusalSchema, type Refusal } from './primitives.ts';

/** Lambda matches Retry and Catch on `name`, so each class sets it as a literal: minifiers rename classes. */
abstract class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    // The message is JSON: it crosses the state machine as text and is read back by `refusalOf`.
    super(JSON.stringify(refusal), options);
    this.refusal = refusal;
  }
}

/** The study as a whole can't be assessed. */
export class StudyRefused extends RefusalError {
  override readonly name = 'StudyRefused';
}

/** One level can't be assessed; the study goes on. */
export class LevelRefused extends RefusalError {
  override readonly name = 'LevelRefused';
}

/** The finite-element solve of one level did not reach its tolerance. */
export class SolveNotConverged extends RefusalError {
  override readonly name = 'SolveNotConverged';
}

/** What Step Functions hands to a Catch: `Cause` is the JSON that Lambda makes of a thrown error. */
export interface CaughtFailure {
  readonly Error: string;
  readonly Cause: string;
}

/** Errors of a level alone: what the Map over levels may catch. Any other fails the study. */
const LEVEL_ERRORS: readonly string[] = ['LevelRefused', 'SolveNotConverged'];

/** A failure was caught for a refusal and is none. Its message, which might hold anything, is left out. */
export class NoRefusal extends Error {
  override readonly name = 'NoRefusal';
}

/**
 * The refusal inside a caught failure.
 * @throws NoRefusal where it holds none: a time-out, lack of memory, a defect
 */
export function refusalOf(failure: CaughtFailure): Refusal {
  const refusal = refusalSchema.safeParse(parseJson(errorMessage(failure.Cause)));
  if (!refusal.success)
    throw new NoRefusal('a failure without a refusal; required: a code, what was found and what is required');
  return refusal.data;
}

/** @throws NoRefusal where the failure is not a level's own: it must not pass for the outcome of a level */
export function levelRefusalOf(failure: CaughtFailure): Refusal {
  if (!LEVEL_ERRORS.includes(failure.Error))
    throw new NoRefusal(`a level with another error; required: ${LEVEL_ERRORS.join(' or ')}`);
  return refusalOf(failure);
}

function errorMessage(cause: string): string {
  const parsed = parseJson(cause);
  if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed)
    return String(parsed.errorMessage);
  return cause;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
