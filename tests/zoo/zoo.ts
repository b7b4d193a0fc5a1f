/**
 * Inputs that the project had not met: public bug reports of other projects and their siblings, one row a case. Files are made here,
 * small, and each row says what its fault would do to a patient or a site.
 */
import type { RefusalCode } from '../../contracts/codes/codes.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import type { SeriesSelection } from '../../contracts/study.ts';
import { findCt, type FoundCt } from '../../spine/ct/find-ct.ts';

export interface NamedFile {
  /** For the reader of a failure; what is read must not depend on it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Refused with this code and these words, or read and checked. */
export type ZooExpected =
  { readonly refused: RefusalCode; readonly saw: RegExp } | { readonly read: (found: FoundCt) => void };

export interface ZooCase {
  readonly name: string;
  /** What the fault would do to a patient or a site. */
  readonly why: string;
  readonly make: () => readonly NamedFile[] | Promise<readonly NamedFile[]>;
  /** What the operator names on the command line. */
  readonly select?: SeriesSelection;
  readonly expected: ZooExpected;
}

export type Outcome = { readonly found: FoundCt } | { readonly code: string; readonly saw: string };

const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };

/** What LoadCt makes of the files; a refusal is an outcome, any other error is not. */
export async function outcomeOf(files: readonly NamedFile[], select: SeriesSelection = {}): Promise<Outcome> {
  try {
    const found = await findCt(
      files.map(({ bytes }, n) => ({ id: `file ${n + 1}`, bytes })),
      LOG,
      select,
    );
    return { found };
  } catch (error) {
    if (error instanceof StudyRefused) return error.refusal;
    throw error;
  }
}

/** Files of a list, numbered. */
export function named(files: readonly Uint8Array[], stem = 'image'): NamedFile[] {
  return files.map((bytes, n) => ({ name: `${stem}-${n + 1}`, bytes }));
}
