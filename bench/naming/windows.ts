/** What is left of a known column where the image ends early: along the body, and beside it. */
import { anchorsAround } from '../../spine/find/anchors/around.ts';
import { nameColumn, type ColumnVertebra } from '../../spine/find/naming/name-column.ts';
import { OUTSIDE_HU, type Sampler } from '../../spine/find/work-image.ts';
import { leanOf } from '../../spine/find/naming/facts.ts';

import type { KnownColumn, KnownVertebra } from './columns.ts';

/** Half of the image's width and depth about the column, mm. */
export const VIEWS = { whole: Infinity, 'of 90 mm': 45 } as const;
export type View = keyof typeof VIEWS;
/** The image ends this far beyond the outer discs of a window: within the next vertebra, mm. */
const BEYOND_MM = 12;
const VERTEBRAE = { least: 3, most: 10 } as const;
/** A true naming that was not thought of counts as if it had been given this probability. */
const LEAST = 1e-4;

export interface Outcome {
  readonly column: string;
  readonly view: View;
  /** Caudal to cranial; the sacrum is null. */
  readonly truth: readonly (string | null)[];
  readonly named: readonly (string | null)[];
  readonly probability: number;
  readonly right: boolean;
  /** That was given to the true names. */
  readonly ofTruth: number;
}

/** Every run of 3 to 10 vertebrae of a column (a shorter column: itself), in each view, named anew. */
export function windowsOf(column: KnownColumn): readonly Outcome[] {
  const count = column.vertebrae.length;
  const lengths = Array.from(
    { length: VERTEBRAE.most - VERTEBRAE.least + 1 },
    (_, n) => n + VERTEBRAE.least,
  ).filter((length) => length <= count);
  return (Object.keys(VIEWS) as View[]).flatMap((view) =>
    (lengths.length === 0 ? [count] : lengths).flatMap((length) =>
      Array.from({ length: count - length + 1 }, (_, from) =>
        outcomeOf(column, column.vertebrae.slice(from, from + length), view),
      ),
    ),
  );
}

function outcomeOf(column: KnownColumn, window: readonly KnownVertebra[], view: View): Outcome {
  const sample = cropped(column.sample, window, VIEWS[view]);
  const facts = window.map(({ segment, centre, diameterMm }): ColumnVertebra => ({
    centre,
    diameterMm,
    leanDegrees: leanOf(segment),
    ...anchorsAround(segment, column.boneHu, sample),
  }));
  const truth = window.map(({ level }) => level);
  const namings = nameColumn(facts);
  const isTrue = (levels: readonly (string | null)[]): boolean =>
    levels.every((level, n) => level === truth[n]);
  const ofTruth = namings.find(({ levels }) => isTrue(levels))?.probability ?? 0;
  const { levels: named, probability } = namings[0]!;
  return {
    column: column.name,
    view,
    truth,
    named,
    probability,
    right: isTrue(named),
    ofTruth: Math.max(LEAST, ofTruth),
  };
}

function cropped(sample: Sampler, window: readonly KnownVertebra[], halfMm: number): Sampler {
  const low = window[0]!.segment.lower.point[2] - BEYOND_MM;
  const high = window.at(-1)!.segment.upper.point[2] + BEYOND_MM;
  const middle = window[window.length >> 1]!.centre;
  return (x, y, z) =>
    z < low || z > high || Math.abs(x - middle[0]) > halfMm || Math.abs(y - middle[1]) > halfMm
      ? OUTSIDE_HU
      : sample(x, y, z);
}
