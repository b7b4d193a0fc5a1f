/**
 * The density category of a study: mean trabecular density of two vertebrae against 80 and 120 mg/cm3
 * (postmenopausal women and older men; no T-score is made of it).
 */
import type { Calibration } from '../shared/contracts/calibration.ts';
import type { Density } from '../shared/contracts/primitives.ts';
import type { LevelOutcome, Risk } from '../shared/contracts/risk.ts';
import type { Level } from '../shared/levels.ts';

export type DensityResult = Risk['density'];

/** mg/cm3, conventional QCT scale, water = 0. */
export const OSTEOPOROSIS_BELOW = 80;
export const NORMAL_ABOVE = 120;

/**
 * L1 and L2 first. The cut-offs are for two lumbar vertebrae, so L3 stands in before T12, whose density is
 * somewhat higher.
 */
const PREFERRED: readonly Level[] = ['L1', 'L2', 'L3', 'T12'];
const WANTED_LEVELS = 2;

/** Flags of a calibration that keep its densities out of any category, and how the statement says so. */
const NO_CATEGORY: Readonly<Record<string, string>> = {
  CONTRAST_HEADER: 'a contrast agent was given, which raises the density',
  KVP_UNKNOWN: 'the tube voltage is not known',
};

export function densityCategory(
  levels: readonly LevelOutcome[],
  densities: ReadonlyMap<Level, Density>,
  calibration: Pick<Calibration, 'flags' | 'statement'>,
): DensityResult {
  const used: Level[] = [];
  const leftOut: { level: Level; reason: string }[] = [];
  for (const level of PREFERRED) {
    if (used.length === WANTED_LEVELS) break;
    const outcome = levels.find((other) => other.level === level);
    const reason = outcome === undefined ? 'not in the images' : reasonAgainst(outcome, densities);
    if (reason === null) used.push(level);
    else leftOut.push({ level, reason });
  }
  const vbmd = meanOf(used.map((level) => densities.get(level)!));
  return { vbmd, levels: used, ...judged(vbmd, used, calibration), leftOut };
}

/** Whether a mean over these levels may be held against the cut-offs at all. */
export function densityUsable(used: readonly Level[], { flags }: Pick<Calibration, 'flags'>): boolean {
  return reasonAgainstCutOffs(used, flags) === null;
}

function reasonAgainstCutOffs(used: readonly Level[], flags: Calibration['flags']): string | null {
  const flag = flags.find(({ code }) => code in NO_CATEGORY);
  if (flag !== undefined) return NO_CATEGORY[flag.code]!;
  return used.length < WANTED_LEVELS
    ? `the cut-offs are for the mean of two levels, and ${used.length} qualifies`
    : null;
}

function reasonAgainst(outcome: LevelOutcome, densities: ReadonlyMap<Level, Density>): string | null {
  if (outcome.status !== 'assessed') return `${outcome.status}: ${outcome.refusal.code}`;
  const grade = outcome.fracture?.grade ?? 0;
  if (grade > 0) return grade === 1 ? 'possible fracture (grade 1)' : `fracture (grade ${grade})`;
  return densities.has(outcome.level) ? null : 'trabecular region too small';
}

/** One calibration stands behind all levels, so their errors go together: the ends of the intervals are averaged. */
function meanOf(densities: readonly Density[]): Density | null {
  const [first] = densities;
  if (first === undefined) return null;
  const mean = (pick: (density: Density) => number): number =>
    densities.reduce((sum, density) => sum + pick(density), 0) / densities.length;
  const lacking = densities.find(({ uncertainty }) => uncertainty.kind === 'none');
  return {
    ...first,
    value: mean(({ value }) => value),
    uncertainty:
      lacking?.uncertainty ??
      ({
        kind: 'interval95',
        low: mean(({ uncertainty }) => (uncertainty.kind === 'interval95' ? uncertainty.low : 0)),
        high: mean(({ uncertainty }) => (uncertainty.kind === 'interval95' ? uncertainty.high : 0)),
        basis: 'mean of the ends of the levels’ intervals: their errors go together',
      } as const),
  };
}

function judged(
  vbmd: Density | null,
  used: readonly Level[],
  { flags, statement }: Pick<Calibration, 'flags' | 'statement'>,
): Pick<DensityResult, 'category' | 'statement'> {
  if (vbmd === null)
    return { category: null, statement: 'No density: no level of L1 to L3 or T12 qualifies.' };
  const why = (reason: string): Pick<DensityResult, 'category' | 'statement'> => ({
    category: null,
    statement: `Density ${statement}. No category: ${reason}.`,
  });
  const against = reasonAgainstCutOffs(used, flags);
  if (against !== null) return why(against);
  if (vbmd.uncertainty.kind === 'none') return why(`no interval (${vbmd.uncertainty.reason})`);
  const { low, high } = vbmd.uncertainty;
  const touched = [OSTEOPOROSIS_BELOW, NORMAL_ABOVE].filter((cutOff) => low <= cutOff && cutOff <= high);
  if (touched.length > 0) {
    const range = `${low.toFixed(0)} to ${high.toFixed(0)} mg/cm3`;
    return why(`the interval of ${range} holds the cut-off ${touched.join(' and ')} mg/cm3`);
  }
  const category =
    vbmd.value < OSTEOPOROSIS_BELOW ? 'osteoporosis' : vbmd.value > NORMAL_ABOVE ? 'normal' : 'low-bone-mass';
  const words = {
    osteoporosis: `below ${OSTEOPOROSIS_BELOW} mg/cm3`,
    'low-bone-mass': `between ${OSTEOPOROSIS_BELOW} and ${NORMAL_ABOVE} mg/cm3`,
    normal: `above ${NORMAL_ABOVE} mg/cm3`,
  }[category];
  return { category, statement: `Density ${statement}. The whole interval lies ${words}.` };
}
