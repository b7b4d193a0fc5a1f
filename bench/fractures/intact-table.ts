/**
 * The reference table: what Ha/Hp and Hm/Hp of an intact body are at each level, how far people and a person's own
 * levels differ in them, and how the posterior height grows from level to level.
 *
 *   1  every ratio against its level: a straight line through what lies near, nearer ones weighing more
 *   2  ratios further than 3 SD from it, errors of measurement included, are dropped, and again until none is
 *      (O'Neill et al. 1994 trim likewise)
 *   3  SD between people: of what is left about the line; within a person: about the line moved to that person's mean.
 *      Errors of measurement are taken off, and a body measured badly weighs less instead of being left out
 *
 * Where it is wrong: few people, and who they are is not known; a level that only few of them show borrows from its
 * neighbours.
 */
import type { IntactTable } from '../../spine/judge/fractures/reference/intact-table.ts';
import { spinePosition, LEVELS, levelIndex } from '../../contracts/levels.ts';

import { MESH_PEOPLE } from './mean-mesh.ts';
import type { MeasuredBody } from './measured-body.ts';

/** Standard deviation of the weight along the spine, levels. */
const BANDWIDTH = 1;
const TRIM_SD = 3;
/** Ratios are repeated to 2-5 % (Bagur 2000): nobody is an outlier for less, and no spread is smaller. */
const LEAST_SD = 0.03;
/** A mean of many is no better than this: other scanners, other outlines (design value). */
const LEAST_SE = 0.01;
/** Variance between people by which bodies are weighed against their errors of measurement: an SD of about 0.04. */
const USUAL_VARIANCE = 0.04 ** 2;
const TABLED = LEVELS.slice(levelIndex('T4'), levelIndex('L5') + 1);

interface Sample {
  readonly person: string;
  readonly at: number;
  readonly value: number;
  /** Variance of its measurement. */
  readonly noise: number;
  readonly people: number;
}

export function intactTable(
  bodies: readonly MeasuredBody[],
): Pick<IntactTable, 'levels' | 'spread' | 'counts'> {
  const anterior = smoothed(samplesOf(bodies, (body) => body.anterior));
  const middle = smoothed(samplesOf(bodies, (body) => body.middle));
  const heights = smoothed(
    centred(
      samplesOf(bodies, ({ posterior: { value, se } }) => ({
        value: Math.log(value),
        se: se === null ? null : se / value,
      })),
    ),
  );
  const levels = TABLED.map((level) => {
    const at = spinePosition(level);
    const here = bodies.filter((body) => body.level === level);
    return {
      level,
      anterior: rounded(anterior.at(at)),
      middle: rounded(middle.at(at)),
      /** Hp against L1's. */
      posterior: round(Math.exp(heights.at(at).value - heights.at(spinePosition('L1')).value)),
      bodies: here.length,
      people: here.reduce((sum, body) => sum + peopleOf(body), 0),
    };
  });
  const spread = (of: Smoothed): { between: number; within: number } => ({
    between: round(of.between),
    within: round(of.within),
  });
  return {
    levels,
    spread: { anterior: spread(anterior), middle: spread(middle), posterior: spread(heights) },
    counts: {
      bodies: anterior.kept,
      people: new Set(bodies.map(({ person }) => person)).size - 1 + MESH_PEOPLE,
    },
  };
}

function peopleOf({ person }: Pick<MeasuredBody, 'person'>): number {
  return person === 'lumbar-mean-mesh' ? MESH_PEOPLE : 1;
}

function samplesOf(
  bodies: readonly MeasuredBody[],
  pick: (body: MeasuredBody) => { readonly value: number; readonly se: number | null },
): readonly Sample[] {
  return bodies.map((body) => {
    const { value, se } = pick(body);
    return {
      person: body.person,
      at: spinePosition(body.level),
      value,
      noise: (se ?? 0) ** 2,
      people: peopleOf(body),
    };
  });
}

/** Sizes differ between people: each person's are moved to a mean of their own trend, by turns. */
function centred(samples: readonly Sample[]): readonly Sample[] {
  let moved = samples.map((sample) => ({ ...sample }));
  for (let round = 0; round < 20; round++) {
    const line = lineThrough(moved);
    const offsets = meanByPerson(moved, line);
    moved = moved.map((sample) => ({ ...sample, value: sample.value - (offsets.get(sample.person) ?? 0) }));
  }
  return moved;
}

interface Smoothed {
  at(position: number): { readonly value: number; readonly se: number };
  readonly between: number;
  readonly within: number;
  readonly kept: number;
}

function smoothed(all: readonly Sample[]): Smoothed {
  let kept = all;
  for (;;) {
    const line = lineThrough(kept);
    const sd = Math.max(LEAST_SD, spreadAbout(kept, line, new Map()));
    const left = kept.filter(
      ({ value, at, noise }) => Math.abs(value - line(at)) <= TRIM_SD * Math.sqrt(sd ** 2 + noise),
    );
    if (left.length === kept.length) break;
    kept = left;
  }
  const line = lineThrough(kept);
  const between = spreadAbout(kept, line, new Map());
  const within = spreadAbout(kept, line, meanByPerson(kept, line));
  return {
    at: (position) => {
      const people = new Map<string, number>();
      for (const sample of kept) {
        const near = Math.exp(-(((sample.at - position) / BANDWIDTH) ** 2) / 2) * sample.people;
        people.set(sample.person, Math.max(people.get(sample.person) ?? 0, near));
      }
      const effective = [...people.values()].reduce((sum, n) => sum + n, 0);
      return { value: line(position), se: Math.max(LEAST_SE, between / Math.sqrt(Math.max(1, effective))) };
    },
    between,
    within,
    kept: kept.length,
  };
}

/** Local straight line; a body weighs as many people as it stands for, less what it was measured badly. */
function lineThrough(samples: readonly Sample[]): (position: number) => number {
  return (position) => {
    let [s, sx, sxx, sy, sxy] = [0, 0, 0, 0, 0];
    for (const { at, value, noise, people } of samples) {
      const x = at - position;
      const weight = Math.exp(-((x / BANDWIDTH) ** 2) / 2) * people * trust(noise);
      s += weight;
      sx += weight * x;
      sxx += weight * x * x;
      sy += weight * value;
      sxy += weight * x * value;
    }
    return (sxx * sy - sx * sxy) / (s * sxx - sx * sx);
  };
}

function meanByPerson(samples: readonly Sample[], line: (at: number) => number): ReadonlyMap<string, number> {
  const sums = new Map<string, [number, number]>();
  for (const { person, at, value } of samples) {
    const sum = sums.get(person) ?? [0, 0];
    sums.set(person, [sum[0] + value - line(at), sum[1] + 1]);
  }
  return new Map([...sums].map(([person, [sum, count]]) => [person, sum / count]));
}

/**
 * Standard deviation over single people, errors of measurement taken off; offsets cost a degree of freedom each. A square
 * less its noise has a variance that grows with the square of both together: it weighs by the inverse of that.
 */
function spreadAbout(
  samples: readonly Sample[],
  line: (at: number) => number,
  offsets: ReadonlyMap<string, number>,
): number {
  const single = samples.filter(({ people }) => people === 1);
  const people = new Set(single.map(({ person }) => person)).size;
  const weights = single.map(({ noise }) => trust(noise) ** 2);
  const weight = weights.reduce((sum, w) => sum + w, 0);
  const squares = single.reduce(
    (sum, { person, at, value, noise }, n) =>
      sum + weights[n]! * ((value - line(at) - (offsets.get(person) ?? 0)) ** 2 - noise),
    0,
  );
  const freedom = Math.max(1, single.length - 3 - (offsets.size > 0 ? people : 0)) / single.length;
  return Math.sqrt(Math.max(LEAST_SD ** 2, squares / (weight * freedom)));
}

/** How much of a body's difference from others is people and not measurement, 0 to 1. */
function trust(noise: number): number {
  return 1 / (1 + noise / USUAL_VARIANCE);
}

function rounded({ value, se }: { value: number; se: number }): { ratio: number; se: number } {
  return { ratio: round(value), se: round(se) };
}

function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}
