/** New results against former ones of the same studies: what changed, and whether it is beyond what may change by itself. */
import type { Agreement, Drift, DriftLimits, Reclassification } from '../../contracts/campaign/drift.ts';
import { RISK_CATEGORIES } from '../../contracts/risk/overall.ts';

import { agreement } from './agreement.ts';
import type { Comparable, ComparableLevel } from './comparable.ts';
import type { FirstResults } from './first-results.ts';
import { LEVEL_MEASURES, STUDY_MEASURES, unitWords } from './measures.ts';
import { reclassification, type Move } from './reclassification.ts';

/** Of one study. */
export interface ResultPair {
  readonly before: Comparable;
  readonly after: Comparable;
}

/** Design values: a tenth of what decides (20 mg/cm3 between cut-offs of density, a grade of 20 % of a height of 25 mm). */
export const DEFAULT_DRIFT_LIMITS: DriftLimits = {
  bias: { 'mg/cm3': 2, '%': 2, mm: 0.5, points: 1 },
  moved: 0.05,
  refusals: 0.05,
};

const OUTCOMES = ['assessed', 'refused', 'failed'];
const DENSITY = ['osteoporosis', 'low-bone-mass', 'normal'];

const GRADES = ['0', '1', '2', '3'];

/** What a campaign has beside pairs. */
export interface Beside extends FirstResults {
  /** False where no study has a former result. */
  readonly comparable: boolean;
}
const PAIRS_ALONE: Beside = { first: null, beyond: [], comparable: true };

/** A failed run is no result: it counts in the outcomes and in nothing else. */
export function driftOf(
  pairs: readonly ResultPair[],
  limits: DriftLimits = DEFAULT_DRIFT_LIMITS,
  { first, beyond, comparable }: Beside = PAIRS_ALONE,
): Drift {
  const both = pairs.filter(({ before, after }) => before.fault === null && after.fault === null);
  const agreements = agreementsOf(both);
  const reclassifications = [
    reclassification(
      { what: 'outcome', label: 'Outcome' },
      OUTCOMES,
      moves(pairs, ({ outcome }) => outcome),
    ),
    reclassification(
      { what: 'density_category', label: 'Category of density' },
      DENSITY,
      moves(both, ({ densityCategory }) => densityCategory),
    ),
    reclassification(
      { what: 'risk_category', label: 'Overall category' },
      RISK_CATEGORIES,
      moves(both, ({ riskCategory }) => riskCategory),
    ),
    reclassification({ what: 'grade', label: 'Grade of a level' }, GRADES, gradeMoves(both)),
    ...toldMoves(both),
  ];
  const refusals = (has: keyof ResultPair, lacks: keyof ResultPair) =>
    both.flatMap((pair) => {
      const { refusal: code, studyId } = pair[has];
      return code === null || pair[lacks].refusal !== null ? [] : { studyId, code };
    });
  const counted = {
    studies: pairs.length,
    agreements,
    reclassifications,
    refusalsGained: refusals('after', 'before'),
    refusalsLost: refusals('before', 'after'),
    first,
    limits,
  };
  const compared = comparable ? beyondOf(counted) : [];
  return { schema: 'osteon/drift/1', ...counted, beyond: [...compared, ...beyond] };
}

function agreementsOf(pairs: readonly ResultPair[]): readonly Agreement[] {
  const ofStudies = STUDY_MEASURES.map((measure, n) =>
    agreement(
      aboutOf(measure),
      pairs.map(({ before, after }) => ({ pairs: pairOf(before.values[n], after.values[n]) })),
    ),
  );
  const ofLevels = LEVEL_MEASURES.map((measure, n) =>
    agreement(
      aboutOf(measure),
      pairs.map((pair) => ({
        pairs: levelsOf(pair).flatMap(([was, is]) => pairOf(was?.values[n], is?.values[n])),
      })),
    ),
  );
  return [...ofStudies, ...ofLevels].filter((one) => one !== null);
}

function aboutOf({ measure, label, unit }: Pick<Agreement, 'measure' | 'label' | 'unit'>) {
  return { measure, label, unit };
}

function pairOf(before: number | null | undefined, after: number | null | undefined): [number, number][] {
  return before == null || after == null ? [] : [[before, after]];
}

function moves(pairs: readonly ResultPair[], of: (result: Comparable) => string | null): Move[] {
  return pairs.map(({ before, after }) => [of(before), of(after)]);
}

function gradeMoves(pairs: readonly ResultPair[]): Move[] {
  const grade = (level: ComparableLevel | undefined): string | null =>
    level?.grade == null ? null : String(level.grade);
  return pairs.flatMap((pair) => levelsOf(pair).map(([was, is]): Move => [grade(was), grade(is)]));
}

const TOLD = 'told';

/** Numbers that only one of both has: what is no longer measured has no difference. */
function toldMoves(pairs: readonly ResultPair[]): readonly Reclassification[] {
  const told = (value: number | null | undefined) => (value == null ? null : TOLD);
  const ofStudies = STUDY_MEASURES.map(({ measure, label }, n) => ({
    ...{ measure, label },
    moves: moves(pairs, ({ values }) => told(values[n])),
  }));
  const ofLevels = LEVEL_MEASURES.map(({ measure, label }, n) => ({
    ...{ measure, label },
    moves: pairs.flatMap((pair) =>
      levelsOf(pair).map(([was, is]): Move => [told(was?.values[n]), told(is?.values[n])]),
    ),
  }));
  return [...ofStudies, ...ofLevels]
    .filter((one) => one.moves.some(([from, to]) => from !== to))
    .map((one) =>
      reclassification(
        { what: `${one.measure}_told`, label: `${one.label}: whether it is told` },
        [TOLD],
        one.moves,
      ),
    );
}

/** Levels that either result has, by name. */
function levelsOf({ before, after }: ResultPair) {
  const names = new Set([...before.levels, ...after.levels].map(({ level }) => level));
  const named = ({ levels }: Comparable, name: string): ComparableLevel | undefined =>
    levels.find(({ level }) => level === name);
  return [...names].map((name) => [named(before, name), named(after, name)] as const);
}

function beyondOf({
  studies,
  agreements,
  reclassifications,
  refusalsGained,
  refusalsLost,
  limits,
}: Omit<Drift, 'schema' | 'beyond'>): readonly string[] {
  if (studies === 0) return ['no study was compared'];
  return [
    ...agreements.flatMap((one) => biasBeyond(one, limits)),
    ...reclassifications.flatMap((one) => movedBeyond(one, limits.moved)),
    ...shareBeyond('refusals gained', refusalsGained.length, studies, limits.refusals),
    ...shareBeyond('refusals lost', refusalsLost.length, studies, limits.refusals),
  ];
}

/** Small has to be shown: an interval that reaches beyond the limit does not. */
function biasBeyond(
  { label, unit, bias, biasInterval }: Agreement,
  { bias: allowed }: DriftLimits,
): string[] {
  const most = allowed[unit];
  if (biasInterval === null)
    return [
      `${label}: bias ${signed(bias)} ${unitWords(unit)} from one study, which has no interval; two are wanted`,
    ];
  const [low, high] = biasInterval;
  if (Math.max(Math.abs(low), Math.abs(high)) <= most) return [];
  return [
    `${label}: bias ${signed(bias)} (${signed(low)} to ${signed(high)}) ${unitWords(unit)}; allowed: ±${most} ${unitWords(unit)}`,
  ];
}

/** Of what has a class in either: many that have none would hide that all others moved. */
function movedBeyond({ label, cells, moved, all }: Reclassification, share: number): string[] {
  const without = cells.find(({ from, to }) => from === null && to === null)?.count ?? 0;
  return shareBeyond(`${label}: moved to another class`, moved, all - without, share);
}

function shareBeyond(what: string, count: number, all: number, share: number): string[] {
  if (all === 0 || count / all <= share) return [];
  return [`${what}: ${count} of ${all}; allowed: ${(100 * share).toFixed(0)} %`];
}

const DIGITS = 2;

/** What rounds to nothing has no sign. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(DIGITS);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
