/** Grade and shape of a vertebral fracture from heights (Genant HK et al., J Bone Miner Res 8:1137, 1993). */
import type { Evidence, FractureGrade } from '../../../contracts/risk/fracture.ts';
import type { Flag } from '../../../contracts/primitives.ts';

import { spinePosition, type Level } from '../../../contracts/levels.ts';

import { endplatePrompts } from './endplate-prompts.ts';
import { lossesOf, type KnownWhole, type Losses, type MeasuredBody } from './reference/fracture-reference.ts';
import { INTACT_TABLE, SPREAD, type Sex } from './reference/intact-table.ts';
import { interval95, type Estimate } from '../../math/interval.ts';
import { CRUSH_ANTERIOR, FAR_LEVELS } from '../../definitions/fractures.ts';
import { mayBeFractured } from './fracture-chance.ts';
import { bodiesOf, gradableOf, type MeasuredLevel } from './measured-level.ts';
import { judgedLoss, type Grade, type JudgedLoss, type Shape } from './judged-loss.ts';
import { deformedRatios, isBeyondIntact, morphometryOf } from './morphometry.ts';

export interface GradedLevel {
  readonly fracture: FractureGrade;
  /** Grades that the interval of the loss allows; null where the loss has no interval. */
  readonly gradeRange: readonly [Grade, Grade] | null;
  /** What the verdict draws true losses from; null where no draw can be made of them. */
  readonly doubt: LossDoubt | null;
  readonly flags: readonly Flag[];
}

/** The losses of a body, their errors with the spread of a person's own levels in them, and what else speaks for or against a fracture. */
export interface LossDoubt {
  readonly losses: Pick<Losses, 'wedge' | 'biconcave' | 'crush' | 'inFront'>;
  /** Whether the ratio of a shape is lower than intact people have it; never without a neighbour to tell. */
  readonly beyondIntact: Readonly<Record<Shape, boolean>>;
  /** A ratio that intact people do not have, whatever the loss of height. */
  readonly deformed: boolean;
}

/**
 * @param measured cranial to caudal; levels outside T4-L5 are left out of the answer
 * @param known what a reader or the history says of a vertebra: it decides which ones are a reference, and no grade
 */
export function gradeFractures(
  measured: readonly MeasuredLevel[],
  sex: Sex = null,
  known: KnownWhole = new Map(),
): ReadonlyMap<Level, GradedLevel> {
  const gradable = gradableOf(measured);
  const bodies = bodiesOf(gradable);
  const prompts = endplatePrompts(gradable);
  return new Map(
    [...lossesOf(bodies, sex, known)].map(([level, losses], n) => {
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

function graded({ level }: MeasuredBody, losses: Losses, evidence: Evidence): GradedLevel {
  const judged = judgedLoss(losses);
  const { grade, shape, range } = judged;
  // What intact people have too is no sure fracture, however well it is measured.
  const unusual = isBeyondIntact(shape, evidence.morphometry);
  const within = grade === 0 && range !== null && !mayBeFractured(losses) ? ([0, 0] as const) : range;
  const measured = within === null || unusual ? within : ([0, within[1]] as const);
  const deformed = grade === 0 ? deformedRatios(evidence.morphometry) : [];
  // Nor is a shape that intact people do not have surely none.
  const gradeRange =
    measured === null || deformed.length === 0
      ? measured
      : ([measured[0], Math.max(measured[1], 1) as Grade] as const);
  const alone = losses.references.length === 0;
  const notSurely = gradeRange === null || gradeRange[0] < 2;
  const maybe = deformed.length > 0 || (gradeRange !== null && gradeRange[1] > 0);
  return {
    fracture: {
      grade,
      shape: grade === 0 ? null : shape,
      needsReader: grade > 0 ? notSurely || alone : maybe,
      lossPercent: {
        wedge: percent(losses.wedge.value),
        biconcave: percent(losses.biconcave.value),
        crush: mayBeCrush(losses) ? percent(losses.crush!.value) : null,
      },
      reference: alone
        ? `reference table only (${INTACT_TABLE.id}), no intact neighbour`
        : `intact ${losses.references.join(' and ')} of this patient and reference table (${INTACT_TABLE.id})`,
      evidence,
    },
    // Without a neighbour a grade is never sure: physiologic wedging cannot be distinguished from a fracture.
    gradeRange: alone ? null : gradeRange,
    doubt: doubtOf(losses, evidence.morphometry),
    flags: [
      ...uncertainFlags(judged, losses, measured),
      ...deformedFlags(deformed),
      ...referenceFlags(level, losses),
    ],
  };
}

function doubtOf(
  { wedge, biconcave, crush, inFront, references }: Losses,
  morphometry: Evidence['morphometry'],
): LossDoubt {
  const beyond = (shape: Shape): boolean => references.length > 0 && isBeyondIntact(shape, morphometry);
  return {
    losses: {
      wedge: kept(wedge, 'anterior'),
      biconcave: kept(biconcave, 'middle'),
      crush: crush === null ? null : kept(crush, 'posterior'),
      inFront: inFront === null ? null : kept(inFront, 'posterior'),
    },
    beyondIntact: { wedge: beyond('wedge'), biconcave: beyond('biconcave'), crush: beyond('crush') },
    deformed: deformedRatios(morphometry).length > 0,
  };
}

/**
 * With how the levels of one person differ in health: a loss is one of this body's own intact shape, which nobody measured. To fewer
 * digits than machines differ in: a draw at a limit must fall the same way everywhere.
 */
function kept({ value, se }: Estimate, kind: keyof typeof SPREAD): Estimate {
  const digits = (fraction: number): number => Math.round(1e6 * fraction) / 1e6;
  return { value: digits(value), se: se === null ? null : digits(Math.hypot(se, SPREAD[kind].within)) };
}

/** By the upper end of the anterior loss: a crush that cannot be excluded is shown. */
function mayBeCrush({ inFront }: Losses): boolean {
  return inFront !== null && (interval95(inFront)?.[1] ?? inFront.value) >= CRUSH_ANTERIOR;
}

function uncertainFlags(
  { grade, loss, crushOpen }: JudgedLoss,
  { inFront, crush }: Losses,
  range: readonly [Grade, Grade] | null,
): readonly Flag[] {
  if (range !== null && range[0] === range[1]) return [];
  const why =
    interval95(loss) === null
      ? 'the heights have no interval'
      : crushOpen
        ? `loss of posterior height ${lossText(crush!)}, of anterior height ${lossText(inFront!)}; crush requires ${asPercent(CRUSH_ANTERIOR)}`
        : `loss of height ${lossText(loss)}`;
  const grades = range === null ? `grade ${grade} uncertain` : `grade ${range[0]} to ${range[1]}`;
  return [{ code: 'GRADE_UNCERTAIN', message: `${grades}: ${why}` }];
}

function lossText(loss: Estimate): string {
  const bounds = interval95(loss);
  if (bounds === null) return asPercent(loss.value);
  return `${asPercent(loss.value)} (95 % interval ${asPercent(bounds[0])} to ${asPercent(bounds[1])})`;
}

function deformedFlags(deformed: Evidence['morphometry']): readonly Flag[] {
  if (deformed.length === 0) return [];
  const ratios = deformed.map(
    ({ ratio, value, mean, z }) =>
      `${ratio} ${value.toFixed(2)}, ${(-z).toFixed(1)} SD below the reference mean ${mean.toFixed(2)}`,
  );
  return [
    {
      code: 'MORPHOMETRY_DEFORMED',
      message: `grade 0 by loss of height, but ${ratios.join('; ')}; correlation for a fracture recommended`,
    },
  ];
}

function referenceFlags(level: Level, { references }: Losses): readonly Flag[] {
  if (references.length === 0)
    return [
      {
        code: 'REFERENCE_TABLE_ONLY',
        message: `no intact neighbour: height ratios compared with a reference table of ${INTACT_TABLE.counts.people} people; crush cannot be graded`,
      },
    ];
  const flags: Flag[] = [];
  if (references.length === 1)
    flags.push({
      code: 'REFERENCE_ONE_SIDED',
      message: `intact neighbour on one side only (${references[0]!}); reference limited`,
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
    return bounds === null ? null : [percent(bounds[0]), percent(bounds[1])];
  };
  return {
    wedge: of(losses.wedge),
    biconcave: of(losses.biconcave),
    crush: mayBeCrush(losses) ? of(losses.crush) : null,
  };
}

/** Two digits after the point: kept a little finer than it is printed, so that it is rounded once. */
function digits(share: number): number {
  return Math.round(100 * share) / 100;
}

function percent(fraction: number): number {
  return digits(100 * fraction);
}

/** Rounded as the report rounds what is kept. */
function asPercent(fraction: number): string {
  return `${Math.round(percent(fraction))} %`;
}
