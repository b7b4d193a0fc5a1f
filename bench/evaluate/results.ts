/** What an evaluation leaves of a case: the shape of `--json`, and what tables are made of. */
import type { Level } from '../../contracts/levels.ts';

export type HeightName = 'anterior' | 'middle' | 'posterior';
export type HeightTriple = Readonly<Record<HeightName, number>>;

/** One body of the reference and what was found in its place. */
export interface BodyRow {
  readonly level: Level;
  /** The reference touches the border of the image: listed, and left out of medians. */
  readonly truncated: boolean;
  /** The name of what was found there; null where nothing was. */
  readonly found: Level | null;
  /** Traffic light, with the code of the refusal or the flags behind it. */
  readonly light: string | null;
  readonly codes: readonly string[];
  readonly dice: number | null;
  readonly meanSurfaceMm: number | null;
  readonly hd95Mm: number | null;
  /** Found over reference. */
  readonly volumeRatio: number | null;
  /** Voxels of the found body in vertebrae of the reference other than its own, percent. */
  readonly inNeighbourPercent: number | null;
  /** Found minus reference, mm. */
  readonly heightErrorMm: HeightTriple | null;
  /** Whole vertebra, where both have one. */
  readonly wholeDice: number | null;
}

/** What the provider made of a study, whether there is a reference or not. */
export interface FoundLevel {
  readonly level: Level;
  readonly light: string;
  readonly codes: readonly string[];
}

export interface Comparison {
  readonly rows: readonly BodyRow[];
  /** Untruncated levels of the reference whose name is right (VerSe), and how many there are. */
  readonly identified: number;
  readonly identifiable: number;
  /** Levels that names are off by, all that occur; [0] where they are right. */
  readonly shifts: readonly number[];
  /** The true names are the provider's first choice, or its second. */
  readonly trueReported: boolean;
  /** Untruncated levels of the reference in whose place there is nothing. */
  readonly missed: readonly Level[];
  /** Found bodies that share a vertebra with another. */
  readonly twice: readonly Level[];
  /** Found bodies where the reference has no vertebra, if it has all that are in view. */
  readonly extra: readonly Level[];
}

export interface CaseResult {
  readonly name: string;
  readonly provider: string;
  /** Which label map was imported; null for a provider that needs none. */
  readonly map: string | null;
  /** mm: left, posterior, superior. */
  readonly spacingMm: readonly number[];
  /** What the provider refused the study with; nothing else is known then. */
  readonly refusal: { readonly code: string; readonly saw: string } | null;
  readonly studyFlags: readonly string[];
  readonly levels: readonly FoundLevel[];
  /** How sure the names are, and the second choice; null where they came with a map. */
  readonly numbering: string | null;
  /** Null where the case has no reference, or was refused. */
  readonly comparison: Comparison | null;
  /** Segmentation and its checks, without reading the CT. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Largest resident set of the process until then, reading the CT included, MB (1e6 bytes). */
  readonly peakMb: number;
}

/** A fracture that a digital spine was given, and what the product makes of it. */
export interface MeasuredFracture {
  readonly level: Level;
  readonly shape: 'wedge' | 'biconcave' | 'crush';
  /** Percent of the intact height. */
  readonly lost: number;
  /** As graded from the heights of the found bodies; null where the level is not graded. */
  readonly measured: number | null;
  readonly grade: number | null;
}

export interface DigitalResult extends CaseResult {
  readonly sliceMm: number;
  /** What of the spine is out of the ordinary. */
  readonly variant: string;
  readonly fractures: readonly MeasuredFracture[];
}

/** What `--json` writes and `--from` reads. */
export interface Evaluation {
  readonly schema: 'osteon/evaluation/1';
  readonly cases: readonly CaseResult[];
  readonly digital: readonly DigitalResult[];
}
