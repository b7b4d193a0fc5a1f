/** Grade and shape of a vertebral fracture from heights (Genant HK et al., J Bone Miner Res 8:1137, 1993). */
import type { Endplates } from '../shared/contracts/endplates.ts';
import type { Evidence, FractureGrade } from '../shared/contracts/fracture.ts';
import type { Heights } from '../shared/contracts/level-result.ts';
import type { Flag } from '../shared/contracts/primitives.ts';

import { levelIndex, type Level } from '../shared/levels.ts';

import { endplatePrompts } from './endplate-prompts.ts';
import { lossesOf, type Losses, type MeasuredBody } from './fracture-reference.ts';
import { INTACT_TABLE, type Sex } from './intact-table.ts';
import { estimateOf, interval95, type Estimate } from './interval.ts';
import { isBeyondIntact, morphometryOf } from './morphometry.ts';
import { spinePosition } from './spine-position.ts';

export type Grade = FractureGrade['grade'];

export interface GradedLevel {
  readonly fracture: FractureGrade;
  /** Grades that the interval of the loss allows; null where the loss has no interval. */
  readonly gradeRange: readonly [Grade, Grade] | null;
  readonly flags: readonly Flag[];
}

/** Lower bounds of the grades as fractions of height lost: mild 20-25 %, moderate 25-40 %, severe above 40 %. */
const MILD = 0.2;
const MODERATE = 0.25;
const SEVERE = 0.4;
/** Rounding of the arithmetic at a boundary. */
const ROUNDING = 1e-9;
/** Levels that the grading was made for: T4 to L5 (and the transitional ones between). */
const FIRST_GRADED = levelIndex('T4');
const LAST_GRADED = levelIndex('L6');
/** A neighbour further away than this is worth a remark, levels. */
const FAR_LEVELS = 2;
/** At equal loss, the shape that says more of the body comes first. */
const SHAPES = ['crush', 'wedge', 'biconcave'] as const;

export function isGradable(level: Level): boolean {
  return levelIndex(level) >= FIRST_GRADED && levelIndex(level) <= LAST_GRADED;
}

export interface MeasuredLevel {
  readonly level: Level;
  readonly heights: Heights;
  readonly endplates?: Endplates | null | undefined;
}

/** @param measured cranial to caudal; levels outside T4-L5 are left out of the answer */
export function gradeFractures(
  measured: readonly MeasuredLevel[],
  sex: Sex = null,
): ReadonlyMap<Level, GradedLevel> {
  const gradable = measured.filter(({ level }) => isGradable(level));
  const bodies = gradable.map(({ level, heights }) => ({
    level,
    anterior: estimateOf(heights.anterior),
    middle: estimateOf(heights.middle),
    posterior: estimateOf(heights.posterior),
  }));
  const prompts = endplatePrompts(gradable);
  return new Map(
    [...lossesOf(bodies, sex)].map(([level, losses], n) => {
      const evidence = {
        lossInterval: intervalsOf(losses),
        reference: {
          neighbours: losses.references,
          table: INTACT_TABLE.id,
          tableShare: {
            anterior: digits(losses.expected.anterior.tableShare),
            middle: digits(losses.expected.middle.tableShare),
          },
        },
        morphometry: morphometryOf(n, bodies, sex),
        prompts: prompts.get(level) ?? [],
      };
      return [level, graded(bodies[n]!, losses, evidence)];
    }),
  );
}

/** 0 below 20 %, 1 below 25 %, 2 to 40 %, 3 above. */
export function gradeOf(loss: number): Grade {
  if (loss > SEVERE + ROUNDING) return 3;
  if (loss >= MODERATE - ROUNDING) return 2;
  return loss >= MILD - ROUNDING ? 1 : 0;
}

function graded({ level }: MeasuredBody, losses: Losses, evidence: Evidence): GradedLevel {
  let worst: Estimate = losses.wedge;
  let worstShape: (typeof SHAPES)[number] = 'wedge';
  for (const shape of SHAPES.toReversed()) {
    const loss = losses[shape];
    if (loss === null || loss.value < worst.value) continue;
    [worst, worstShape] = [loss, shape];
  }
  const grade = gradeOf(worst.value);
  const bounds = interval95(worst);
  const measured = bounds === null ? null : ([gradeOf(bounds[0]), gradeOf(bounds[1])] as const);
  // What intact people have too is no sure fracture, however well it is measured.
  const unusual = isBeyondIntact(worstShape, evidence.morphometry);
  const gradeRange = measured === null || unusual ? measured : ([0, measured[1]] as const);
  const own = losses.references.length === 0;
  const notSurely = gradeRange === null || gradeRange[0] < 2;
  return {
    fracture: {
      grade,
      shape: grade === 0 ? null : worstShape,
      needsReader: grade > 0 && (notSurely || own),
      lossPercent: {
        wedge: percent(losses.wedge),
        biconcave: percent(losses.biconcave),
        crush: losses.crush === null ? null : percent(losses.crush),
      },
      reference: own
        ? `the reference table alone (${INTACT_TABLE.id}), no intact neighbour`
        : `the patient's own intact ${losses.references.join(' and ')}, and the reference table (${INTACT_TABLE.id})`,
      evidence,
    },
    // Without a neighbour a grade is never sure: physiologic wedging is not told from a fracture.
    gradeRange: own ? null : gradeRange,
    flags: [...uncertainFlags(grade, worst, gradeRange), ...referenceFlags(level, losses)],
  };
}

function uncertainFlags(
  grade: Grade,
  loss: Estimate,
  range: readonly [Grade, Grade] | null,
): readonly Flag[] {
  if (range !== null && range[0] === range[1]) return [];
  const bounds = interval95(loss);
  const why =
    bounds === null
      ? 'the heights have no interval'
      : `the loss is ${asPercent(loss.value)} (95 % interval ${asPercent(bounds[0])} to ${asPercent(bounds[1])} by measurement and reference)`;
  const grades = range === null ? `grade ${grade} is not sure` : `grade ${range[0]} to ${range[1]}`;
  return [{ code: 'GRADE_UNCERTAIN', message: `${grades}: ${why}` }];
}

function referenceFlags(level: Level, { references }: Losses): readonly Flag[] {
  if (references.length === 0)
    return [
      {
        code: 'REFERENCE_TABLE_ONLY',
        message: `no intact neighbour: ratios were compared with a table of ${INTACT_TABLE.counts.people} people, who differ among themselves; crush can't be told`,
      },
    ];
  const flags: Flag[] = [];
  if (references.length === 1)
    flags.push({
      code: 'REFERENCE_ONE_SIDED',
      message: `an intact neighbour on one side only (${references[0]!}): the change from level to level is not known`,
    });
  const far = references.filter(
    (other) => Math.abs(spinePosition(other) - spinePosition(level)) > FAR_LEVELS,
  );
  if (far.length > 0)
    flags.push({
      code: 'REFERENCE_FAR',
      message: `the nearest intact neighbour is more than ${FAR_LEVELS} levels away (${far.join(', ')})`,
    });
  return flags;
}

function intervalsOf(losses: Losses): Evidence['lossInterval'] {
  const of = (loss: Estimate | null): [number, number] | null => {
    const bounds = loss === null ? null : interval95(loss);
    return bounds === null ? null : [rounded(bounds[0]), rounded(bounds[1])];
  };
  return { wedge: of(losses.wedge), biconcave: of(losses.biconcave), crush: of(losses.crush) };
}

function digits(share: number): number {
  return Math.round(100 * share) / 100;
}

/** One digit after the point: what the report prints is what is kept. */
function percent({ value }: Estimate): number {
  return rounded(value);
}

function rounded(fraction: number): number {
  return Math.round(1000 * fraction) / 10;
}

function asPercent(value: number): string {
  return `${Math.round(100 * value)} %`;
}
