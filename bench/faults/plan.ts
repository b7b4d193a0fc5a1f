/** Which faults befall which calls of which studies: drawn by hashes, so that they do not hang on what runs beside what. */
import { createHash } from 'node:crypto';

import type { StepFault } from './injected.ts';
import type { Poison } from './small-study.ts';

export interface Plan {
  /** Share of calls that a transient fault befalls, of studies that are poisoned, that are told twice, of which an artefact is cut. */
  readonly share: number;
  readonly seed: number;
}

/** Of these a call meets one; the others are no chance but a defect or a setting. */
const TRANSIENT: readonly StepFault[] = ['throttled', 'killed', 'out-of-memory', 'timed-out'];
const POISONS: readonly Poison[] = ['no-images', 'cut-image'];

/** Of the nth study. */
export interface StudyPlan {
  readonly poison: Poison | null;
  /** Its event comes twice at once. */
  readonly twice: boolean;
  /** State whose artefact loses its second half after it was written; null: none. */
  readonly halfWritten: string | null;
}

const WRITERS = ['LoadCt', 'SegmentVertebrae', 'CalibrateDensity', 'AggregateRisk'] as const;

export function planOf({ share, seed }: Plan, study: number): StudyPlan {
  const draw = (what: string): number => drawn(seed, study, what);
  const poison = draw('poison') < share ? pick(POISONS, draw('which poison')) : null;
  const twice = draw('twice') < share;
  // Of two runs at once the one would mend what was cut of the other.
  const cuts = poison === null && !twice && draw('half') < share;
  return { poison, twice, halfWritten: cuts ? pick(WRITERS, draw('which half')) : null };
}

/** @param call names run, state, level and how often it was tried */
export function faultOfCall({ share, seed }: Plan, study: number, call: string): StepFault | null {
  return drawn(seed, study, call) < share ? pick(TRANSIENT, drawn(seed, study, `${call} which`)) : null;
}

/** From 0 to 1. */
function drawn(seed: number, study: number, what: string): number {
  return createHash('sha256').update(`${seed}/${study}/${what}`).digest().readUInt32BE() / 2 ** 32;
}

function pick<T>(from: readonly T[], at: number): T {
  return from[Math.min(from.length - 1, Math.floor(at * from.length))]!;
}
