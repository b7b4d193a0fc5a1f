/** One digital spine: rendered, segmented from the image alone, held against its truth. */
import { surfaceOfMask } from '../../../spine/outline/surface/with-surfaces.ts';
import { gradeFractures } from '../../../spine/judge/fractures/genant-grade.ts';
import type { Heights } from '../../../contracts/level/level-result.ts';
import type { Level } from '../../../contracts/levels.ts';
import { spacingOf } from '../../../spine/grid/volume.ts';
import { measureHeights } from '../../../spine/measure/heights/heights.ts';
import { digitalSpine, type SpineTruth } from '../../../phantoms/index.ts';
import { aboutCt, SILENT } from '../../../tests/spine/outline/provider-input.ts';

import { compare } from '../compare.ts';
import { digitalCases } from './digital-cases.ts';
import { described, type Found } from '../found.ts';
import { drawCase } from '../reports/pictures.ts';
import { referenceOf } from '../reference.ts';
import type { Comparison, DigitalResult, MeasuredFracture } from '../results.ts';
import { timed } from '../run-case.ts';

export interface DigitalJob {
  readonly digital: string;
  readonly pictures: string | null;
}

export async function runDigital({ digital, pictures }: DigitalJob): Promise<DigitalResult> {
  const known = digitalCases().find(({ name }) => name === digital);
  if (known === undefined) throw new Error(`saw no digital spine ${digital}`);
  const { options, variant } = known;
  const spine = digitalSpine(options);
  const { ct, truth } = spine;
  const { sliceThicknessMm } = options.scanner;
  const input = { ct, about: { ...aboutCt(ct), sliceThicknessMm }, labels: null, model: null, log: SILENT };
  const run = await timed(input, 'automatic');
  const about = {
    name: digital,
    provider: 'automatic',
    map: null,
    spacingMm: spacingOf(ct.affine),
    sliceMm: sliceThicknessMm,
    variant,
    ...run.cost,
  };
  if (run.refusal !== null) {
    return {
      ...about,
      refusal: run.refusal,
      studyFlags: [],
      levels: [],
      numbering: null,
      comparison: null,
      fractures: [],
    };
  }
  const { found } = run;
  const reference = referenceOf(spine);
  if (pictures !== null) drawCase(pictures, digital.replaceAll('/', '-'), ct, found.result.bodies, reference);
  const comparison = compare(found, reference);
  return {
    ...about,
    refusal: null,
    ...described(found),
    comparison,
    fractures: fracturesOf(found, comparison, truth),
  };
}

/** Graded as AggregateRisk does, from the heights of all bodies that were found. */
function fracturesOf(found: Found, { rows }: Comparison, truth: SpineTruth): readonly MeasuredFracture[] {
  const graded = gradeFractures(measuredLevels(found));
  return truth.levels.flatMap(({ level, fracture: { shape, loss } }): MeasuredFracture[] => {
    if (shape === 'none') return [];
    const name = rows.find((row) => row.level === level)?.found ?? null;
    const seen = name === null ? undefined : graded.get(name)?.fracture;
    const measured = seen?.lossPercent[shape] ?? null;
    return [{ level, shape, lost: 100 * loss, measured, grade: seen?.grade ?? null }];
  });
}

function measuredLevels({ input, result, assessed }: Found): { level: Level; heights: Heights }[] {
  const { ct, about } = input;
  return assessed.levels.flatMap(({ level, labelValue, frame, refusal }) => {
    if (frame === null || refusal !== null) return [];
    const { sliceThicknessMm } = about;
    const { bodies } = result;
    const surface = surfaceOfMask(bodies, labelValue)!;
    const { heights } = measureHeights({ ct, surface, bodies, labelValue, frame, sliceThicknessMm });
    return heights === null ? [] : [{ level, heights }];
  });
}
