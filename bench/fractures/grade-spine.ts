/** One digital spine, measured and graded as the steps do, level by level against its truth. */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { gradeFractures } from '../../spine/judge/fractures/genant-grade.ts';
import { implausibleHeights } from '../../spine/judge/fractures/implausible-heights.ts';
import { genantGrade } from '../../spine/definitions/fractures.ts';
import type { Grade } from '../../spine/judge/fractures/judged-loss.ts';
import { assessLevels } from '../../spine/outline/assess/assess-levels.ts';
import type { FractureGrade } from '../../contracts/risk/fracture.ts';
import type { Heights } from '../../contracts/level/level-result.ts';
import type { Endplates } from '../../contracts/level/endplates.ts';
import type { Quantity } from '../../contracts/primitives.ts';
import type { Level } from '../../contracts/levels.ts';
import { measureHeights } from '../../spine/measure/heights/heights.ts';
import { digitalSpine, type DigitalSpine, type FractureSpec, type LevelTruth } from '../../phantoms/index.ts';
import { aboutCt, SILENT } from '../../tests/spine/outline/provider-input.ts';
import { PROVIDERS } from '../evaluate/providers.ts';

import { fractureSpine, type SetName } from './spines.ts';

export interface GradedBody {
  readonly set: SetName;
  readonly spine: number;
  readonly sliceMm: number;
  readonly level: Level;
  readonly shape: FractureSpec['shape'] | null;
  /** Against the own intact body, 0 to 1. */
  readonly loss: number;
  readonly grade: Grade;
  /** Null where it was refused or not found. */
  readonly seen: Pick<FractureGrade, 'grade' | 'shape' | 'needsReader' | 'lossPercent'> | null;
  readonly prompts: number;
  /** By the same rule from the exact heights. */
  readonly exact: Pick<FractureGrade, 'grade' | 'shape'>;
  /** Measured less true, mm. */
  readonly errorMm: readonly [number, number, number] | null;
}

interface Measured {
  readonly level: Level;
  readonly heights: Heights;
  readonly endplates: Endplates | null;
}

export async function gradeSpine(set: SetName, n: number): Promise<readonly GradedBody[]> {
  const options = fractureSpine(set, n);
  const spine = digitalSpine(options);
  const sliceMm = options.scanner.sliceThicknessMm;
  const measured = set === 'automatic' ? await found(spine, sliceMm) : known(spine, sliceMm);
  const implausible = implausibleHeights(measured, null, new Map());
  const grades = gradeFractures(measured.filter(({ level }) => !implausible.has(level)));
  const exact = gradeFractures(spine.truth.levels.map(exactly));
  return spine.truth.levels.map((truth): GradedBody => {
    const { level, fracture, heightsMm } = truth;
    const seen = grades.get(level)?.fracture ?? null;
    const heights = measured.find((other) => other.level === level)?.heights;
    const best = exact.get(level)!.fracture;
    return {
      set,
      spine: n,
      sliceMm,
      level,
      shape: fracture.shape === 'none' ? null : fracture.shape,
      loss: fracture.loss,
      grade: genantGrade(fracture.loss),
      seen:
        seen === null
          ? null
          : {
              grade: seen.grade,
              shape: seen.shape,
              needsReader: seen.needsReader,
              lossPercent: seen.lossPercent,
            },
      prompts: seen?.evidence?.prompts.length ?? 0,
      exact: { grade: best.grade, shape: best.shape },
      errorMm:
        heights === undefined
          ? null
          : [
              heights.anterior.value - heightsMm.anterior,
              heights.middle.value - heightsMm.middle,
              heights.posterior.value - heightsMm.posterior,
            ],
    };
  });
}

function known({ ct, bodies, truth }: DigitalSpine, sliceThicknessMm: number): readonly Measured[] {
  return truth.levels.flatMap(({ level, labelValue, frame }) => {
    return measured(level, { ct, bodies, labelValue, frame, sliceThicknessMm });
  });
}

async function found({ ct }: DigitalSpine, sliceThicknessMm: number): Promise<readonly Measured[]> {
  const about = { ...aboutCt(ct), sliceThicknessMm };
  const result = await PROVIDERS.automatic.segment({ ct, about, labels: null, model: null, log: SILENT });
  return assessLevels(ct, result).levels.flatMap(({ level, labelValue, frame, refusal }) => {
    if (frame === null || refusal !== null) return [];
    return measured(level, { ct, bodies: result.bodies, labelValue, frame, sliceThicknessMm });
  });
}

/** A body by a surface made of its mask; nothing where it has no heights. */
function measured(
  level: Measured['level'],
  body: Omit<Parameters<typeof measureHeights>[0], 'surface'>,
): readonly Measured[] {
  const surface = surfaceOfMask(body.bodies, body.labelValue)!;
  const { heights, endplates } = measureHeights({ ...body, surface });
  return heights === null ? [] : [{ level, heights, endplates }];
}

function exactly({ level, heightsMm, points }: LevelTruth): { level: Level; heights: Heights } {
  const exact = (value: number): Quantity<'mm'> => ({
    value,
    unit: 'mm',
    uncertainty: { kind: 'interval95', low: value, high: value, basis: 'truth' },
  });
  const { anterior, middle, posterior } = heightsMm;
  return {
    level,
    heights: {
      anterior: exact(anterior),
      middle: exact(middle),
      posterior: exact(posterior),
      points: points as Heights['points'],
      method: 'truth',
    },
  };
}
