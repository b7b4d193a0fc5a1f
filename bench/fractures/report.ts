/** Shares of grades and shapes that are right. */
import { mean, standardDeviation } from '../../spine/math/moments.ts';
import { median } from '../../spine/math/order-statistics.ts';
import { GENANT_LOSS } from '../../spine/definitions/fractures.ts';

import type { GradedBody } from './grade-spine.ts';
import { SETS } from './spines.ts';

/** Grades begin here, and a loss this close to it may be read on either side. */
const BORDERS = Object.values(GENANT_LOSS);
const NEAR_BORDER = 0.025;

export function fractureReport(bodies: readonly GradedBody[]): string {
  return SETS.flatMap((set) =>
    [1, 1.5].flatMap((sliceMm) => {
      const here = bodies.filter((body) => body.set === set && body.sliceMm === sliceMm);
      return here.length === 0 ? [] : [`${set}, slices of ${sliceMm} mm`, ...linesOf(here), ''];
    }),
  ).join('\n');
}

function linesOf(bodies: readonly GradedBody[]): readonly string[] {
  const fractured = bodies.filter(({ shape }) => shape !== null);
  const intact = bodies.filter(({ shape }) => shape === null);
  const spines = new Set(intact.map(({ spine }) => spine));
  const raised = intact.filter(({ seen }) => (seen?.grade ?? 0) > 0);
  const real = fractured.filter(({ grade }) => grade > 0);
  const clear = fractured.filter(({ loss }) =>
    BORDERS.every((border) => Math.abs(loss - border) >= NEAR_BORDER),
  );
  const prompts = intact.filter((body) => body.prompts > 0);
  const lines = [
    `  intact: ${intact.length} bodies in ${spines.size} spines, grade 1 or more at ${raised.length} (${list(raised)}), without a grade ${missing(intact)}, with a prompt ${prompts.length}`,
    `  heights: ${errors(bodies)}`,
  ];
  if (fractured.length === 0) return lines;
  const sure = fractured.filter(({ seen }) => seen !== null && seen.grade > 0 && !seen.needsReader);
  return [
    ...lines,
    `  fractured: ${fractured.length} bodies, without a grade ${missing(fractured)}`,
    `  grade right, all losses of 15-50 %: ${share(fractured, rightGrade)}`,
    `  grade right, 2.5 % and more from a border: ${share(clear, rightGrade)}`,
    `  grade as the rule gives it for exact heights: ${share(fractured, ({ seen, exact }) => seen?.grade === exact.grade)}`,
    `  grade within one: ${share(fractured, ({ seen, grade }) => seen !== null && Math.abs(seen.grade - grade) <= 1)}`,
    `  shape right, of grade 1 and more seen: ${share(
      real.filter(({ seen }) => (seen?.grade ?? 0) > 0),
      ({ seen, shape }) => seen?.shape === shape,
    )}`,
    `  called sure, and of the right grade: ${share(sure, rightGrade)}; and fractured by 20 % and more: ${share(sure, ({ loss }) => loss >= GENANT_LOSS.mild)}`,
    `  loss, read less true, in points: ${lossErrors(fractured)}`,
  ];
}

function rightGrade({ seen, grade }: GradedBody): boolean {
  return seen?.grade === grade;
}

function share(bodies: readonly GradedBody[], right: (body: GradedBody) => boolean): string {
  const count = bodies.filter(right).length;
  return bodies.length === 0
    ? 'none'
    : `${count} of ${bodies.length} (${((100 * count) / bodies.length).toFixed(1)} %)`;
}

function missing(bodies: readonly GradedBody[]): number {
  return bodies.filter(({ seen }) => seen === null).length;
}

function list(bodies: readonly GradedBody[]): string {
  return bodies.map(({ spine, level }) => `${level} of ${spine}`).join(', ');
}

function errors(bodies: readonly GradedBody[]): string {
  return ['anterior', 'middle', 'posterior']
    .map(
      (name, n) =>
        `${name} ${spread(bodies.flatMap(({ errorMm }) => (errorMm === null ? [] : [errorMm[n]!])))} mm`,
    )
    .join(', ');
}

function lossErrors(bodies: readonly GradedBody[]): string {
  return (['wedge', 'biconcave', 'crush'] as const)
    .map((shape) => {
      const off = bodies.flatMap(({ shape: own, seen, loss }) => {
        const read = own === shape ? (seen?.lossPercent[shape] ?? null) : null;
        return read === null ? [] : [read - 100 * loss];
      });
      return `${shape} ${spread(off)}`;
    })
    .join(', ');
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  return `${mean(values).toFixed(2)} +-${standardDeviation(values).toFixed(2)} (worst ${worst(values).toFixed(1)}, median ${median(values).toFixed(2)})`;
}

function worst(values: readonly number[]): number {
  return values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}
