/** Which levels the density of a study is the mean of. */
import type { Density } from '../../../contracts/primitives.ts';
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import type { Level } from '../../../contracts/levels.ts';

import { disagreementOf, levelsOutOfLine, type OutOfLine } from './level-agreement.ts';
import { adjustedDensity, meanDensity, type LevelDensity } from './density-mean.ts';
import type { KnownFractures } from '../fractures/known-fractures.ts';
import {
  DENSITY_LEVELS,
  LUMBAR_PER_THORACIC,
  THORACIC_DENSITY_LEVELS,
  THORACIC_SE,
  WANTED_DENSITY_LEVELS,
  WANTED_THORACIC_LEVELS,
} from '../../definitions/cut-offs.ts';

export interface DensityLevels {
  readonly vbmd: Density | null;
  readonly levels: readonly Level[];
  readonly leftOut: readonly { readonly level: Level; readonly reason: string }[];
  /** Left out for a density that goes with no other level's. */
  readonly outOfLine: ReadonlyMap<Level, OutOfLine>;
  /** By how much the levels of the mean differ, where that is more than is usual, mg/cm3. */
  readonly disagreement: number | null;
  /** The lumbar mean that thoracic levels stand for, with what was done; null where lumbar levels were measured. */
  readonly fromThoracic: { readonly density: Density; readonly adjustment: string } | null;
}

export interface LevelsInput {
  readonly outcomes: readonly LevelOutcome[];
  readonly densities: ReadonlyMap<Level, LevelDensity>;
  readonly sex: 'female' | 'male' | null;
  readonly known: KnownFractures;
  /** Levels whose outline is higher, lower or of another volume than the trend of the others. */
  readonly offTrend?: ReadonlySet<Level>;
}

/** Why a level is left out that a reader or the history calls fractured. */
const KNOWN_REASON = {
  'read-fractured': 'fracture (confirmed by the reader)',
  'in-history': 'fracture (history)',
  'by-accident': 'traumatic fracture (history)',
} as const;

const NONE: ReadonlySet<Level> = new Set();

export function densityLevels(input: LevelsInput): DensityLevels {
  const leftOut: { level: Level; reason: string }[] = [];
  const { densities, sex, outcomes } = input;
  const whole = outcomes.flatMap(({ level }) => (reasonAgainst(level, input) === null ? [level] : []));
  const outOfLine = levelsOutOfLine(whole, densities);
  const reason = (level: Level): string | null => {
    const odd = outOfLine.get(level);
    return odd === undefined ? reasonAgainst(level, input) : oddText(odd);
  };
  const levels = qualifying(DENSITY_LEVELS, WANTED_DENSITY_LEVELS, reason, leftOut);
  const lumbar = {
    vbmd: meanOf(levels, densities),
    levels,
    leftOut,
    outOfLine,
    disagreement: disagreementOf(levels, densities),
    fromThoracic: null,
  };
  if (levels.length === WANTED_DENSITY_LEVELS || sex === null) return lumbar;
  const thoracic = qualifying(THORACIC_DENSITY_LEVELS, WANTED_THORACIC_LEVELS, reason, []);
  if (thoracic.length < WANTED_THORACIC_LEVELS) return lumbar;
  const vbmd = meanOf(thoracic, densities)!;
  const ratio = LUMBAR_PER_THORACIC[sex];
  const adjustment = `lumbar density estimated from ${thoracic.join(', ')} (factor ${ratio}; Budoff 2010 and 2012)`;
  return {
    vbmd,
    levels: thoracic,
    leftOut,
    outOfLine,
    disagreement: disagreementOf(thoracic, densities),
    fromThoracic: {
      density: adjustedDensity(vbmd, { scale: ratio, se: THORACIC_SE }, adjustment),
      adjustment,
    },
  };
}

function qualifying(
  wanted: readonly Level[],
  count: number,
  reasonOf: (level: Level) => string | null,
  leftOut: { level: Level; reason: string }[],
): readonly Level[] {
  const used: Level[] = [];
  for (const level of wanted) {
    if (used.length === count) break;
    const reason = reasonOf(level);
    if (reason === null) used.push(level);
    else leftOut.push({ level, reason });
  }
  return used;
}

function reasonAgainst(
  level: Level,
  { outcomes, densities, known, offTrend = NONE }: LevelsInput,
): string | null {
  const outcome = outcomes.find((other) => other.level === level);
  if (outcome === undefined) return 'not in the images';
  if (outcome.status !== 'assessed') return `not evaluated: ${outcome.refusal.code}`;
  const word = known.levels.get(level);
  if (word !== undefined && word !== 'read-intact') return KNOWN_REASON[word];
  const { grade, needsReader } = (word === 'read-intact' ? null : outcome.fracture) ?? {
    grade: 0,
    needsReader: false,
  };
  if (grade > 0) return `${needsReader || grade === 1 ? 'possible fracture' : 'fracture'} of grade ${grade}`;
  // Without a grade the outline is all there is to tell a crushed body by, which is denser than it was.
  if (outcome.fracture === null && word === undefined && offTrend.has(level))
    return 'size off the trend of the other levels, fracture not excluded';
  return densities.has(level) ? null : noDensity(outcome);
}

/** How the reason begins why a level is left out whose density goes with no other's. */
export const OUT_OF_LINE = 'density out of line with its neighbours';

function oddText({ own, expected }: OutOfLine): string {
  return `${OUT_OF_LINE} (${own.toFixed(0)} mg/cm3, expected: ${expected.toFixed(0)})`;
}

function noDensity({ flags }: Extract<LevelOutcome, { status: 'assessed' }>): string {
  const unsure = flags.some(({ code }) => code === 'TRABECULAR_REGION_UNSURE');
  return unsure ? 'trabecular region too uneven' : 'trabecular region too small';
}

/** Levels of the mean that nobody graded or read: a fracture among them would make it too high. */
export function ungradedAmong(
  levels: readonly Level[],
  { outcomes, known }: Pick<LevelsInput, 'outcomes' | 'known'>,
): readonly Level[] {
  const bare = outcomes.flatMap((outcome) =>
    outcome.status === 'assessed' && outcome.fracture === null ? [outcome.level] : [],
  );
  return levels.filter((level) => bare.includes(level) && !known.levels.has(level));
}

function meanOf(levels: readonly Level[], densities: ReadonlyMap<Level, LevelDensity>): Density | null {
  return meanDensity(levels.map((level) => densities.get(level)!));
}
