/**
 * Change since an earlier assessment of the same person. Within one method alone: the same parameters and definitions, the same way of
 * calibration, the same contrast phase. Two values differ for sure where their difference is beyond 1.96 times its standard error:
 *
 *     LSC = 1.96 sqrt(se_then^2 + se_now^2)        which is 2.77 precision errors where both are equal (Glueer CC, J Bone Miner Res 14:1952, 1999)
 *
 * The errors are those that each value states. No person was scanned twice for this software, so no precision study stands behind them. By
 * the same scanner, voltage, kernel and method what is the same in both is left out. Of a density that is the error of the line, but for what
 * phantom scans of one scanner repeat to. Of a strength it is that error, as far as it moves strength, and how far the outline as a whole, the
 * load axis and the elements may be off: the same body is outlined and cut up by the same rules, and they come back to within what
 * vertebrae in slices that were shifted or averaged repeat to.
 */
import { isPosition } from '../../../contracts/levels.ts';
import type { Density, Quantity } from '../../../contracts/primitives.ts';
import type { Change, Comparison, Visit } from '../../../contracts/comparison/comparison.ts';
import { isNobody, issuerWord } from '../../definitions/intake/limits.ts';
import { mean } from '../../math/moments.ts';
import { Z95 } from '../../math/normal.ts';

const DAYS_A_YEAR = 365.25;
const MS_A_DAY = 86_400_000;
const PERCENT = 100;
/** Ages are told in whole years, and either may be rounded: so far from the years between two studies, they are not one person's. */
const MOST_AGES_APART = 2;
/** From here on ages may have been made one ("90 or older") by who took names off (45 CFR 164.514). */
const AGES_TOLD_BELOW = 89;
/** Public phantom scans of four vendors' scanners repeat to 0.3 to 1.8 % of the slope (decision 0033): the greatest, as a part of the value. */
const REPEATS_TO = 0.018;
/**
 * Precision error of a strength by one line, a part of the value: the greatest root mean square among real vertebrae whose slices were averaged
 * to 2 or 3 mm from another one on (docs/accuracy.md, "The same bodies in other slices"). Digital spines scanned twice repeat to 0.4 % at 1 mm and
 * 1.3 % at 3 mm ("Scanned twice"); they have no bone that outlines err on.
 */
export const STRENGTH_REPEATS_TO = 0.023;
/** How many per cent a strength moves with one of its line, where that can't be told from its errors: 1.2 on the bodies of decision 0017, rounded up. */
const STEEPNESS = 1.3;

export function compare(earlier: Visit, now: Visit): Comparison {
  const { studyId, assessmentId, revision, date } = earlier;
  const named = { studyId, assessmentId, revision, date };
  const reason = against(earlier, now);
  if (reason !== null) return { status: 'not-compared', earlier: named, reason };
  const years = yearsBetween(earlier.date!, now.date!);
  const shared = sameScanner(earlier, now);
  const withheld = densitiesWithheld(earlier, now);
  const levels = now.levels.flatMap((own) => {
    const then = earlier.levels.find(({ level }) => level === own.level);
    if (then === undefined) return [];
    const [before, after] = [densityOf(then, earlier, shared), densityOf(own, now, shared)];
    const [weak, strong] = [strengthOf(then, earlier, shared), strengthOf(own, now, shared)];
    return [
      {
        level: own.level,
        pair: withheld === null && before !== null && after !== null ? ([before, after] as const) : null,
        strengths: withheld === null && weak !== null && strong !== null ? ([weak, strong] as const) : null,
        gradeThen: then.grade,
        gradeNow: own.grade,
      },
    ];
  });
  const whole = levels.filter(({ gradeThen, gradeNow }) => (gradeThen ?? 0) === 0 && (gradeNow ?? 0) === 0);
  return {
    status: 'compared',
    earlier: named,
    years,
    basis: shared
      ? `errors that differ between two scans by the same scanner and method (calibration ${percentText(REPEATS_TO)}; of strength also ${percentText(STRENGTH_REPEATS_TO)} for outline, load axis and elements)`
      : 'whole errors of both values, as scanner or method differ',
    density: meanChange(
      whole.flatMap(({ pair }) => (pair === null ? [] : [pair])),
      years,
    ),
    strength: meanChange(
      whole.flatMap(({ strengths }) => (strengths === null ? [] : [strengths])),
      years,
    ),
    withheld,
    levels: levels.map(({ level, pair, strengths, gradeThen, gradeNow }) => ({
      level,
      vbmd: pair === null ? null : changeOf(...pair, years),
      strength: strengths === null ? null : changeOf(...strengths, years),
      gradeThen,
      gradeNow,
    })),
  };
}

function percentText(part: number): string {
  return `${(PERCENT * part).toFixed(1)} %`;
}

/** Whose a study is, and of which day. */
type Person = Pick<Visit, 'patient' | 'date'>;

/** What of two studies says that they are of two patients; null where nothing does. */
export function otherPatient(earlier: Person, now: Person): string | null {
  for (const [what, then, own] of [
    ['patient ID', earlier.patient.id, now.patient.id],
    ['issuer of the patient ID', issuerWord(earlier.patient.idIssuer), issuerWord(now.patient.idIssuer)],
    ['date of birth', earlier.patient.birthDate, now.patient.birthDate],
    ['sex', earlier.patient.sex ?? null, now.patient.sex ?? null],
  ] as const)
    if (then !== null && own !== null && then !== own) return `another ${what}: not the same patient`;
  if (namesOfStrangers(earlier, now)) return 'names that share no word: not known to be the same patient';
  if (agesContradict(earlier, now))
    return 'age does not fit the time between the studies: not the same patient';
  return null;
}

/** Why nothing is compared; null where something can be. */
function against(earlier: Visit, now: Visit): string | null {
  const other = otherPatient(earlier, now);
  if (other !== null) return other;
  if ([earlier, now].some(({ patient: { id } }) => id === null || isNobody(id)))
    return 'no patient ID in one of the studies: not known to be the same patient';
  if (earlier.date === null || now.date === null) return 'the date of one of the CT studies is not available';
  if (yearsBetween(earlier.date, now.date) <= 0) return 'not earlier than this CT';
  if (earlier.parameterDigest !== now.parameterDigest)
    return `assessed with other parameters or definitions (${earlier.parameterSet}); assess the earlier CT again with this version`;
  if ([...earlier.levels, ...now.levels].some(({ level }) => isPosition(level)))
    return 'level names are not settled in one of the assessments';
  if (!now.levels.some(({ level }) => earlier.levels.some((one) => one.level === level)))
    return 'no level is evaluated in both';
  return null;
}

/** One word of a name changes by marriage; a name in another script says nothing. */
function namesOfStrangers(earlier: Person, now: Person): boolean {
  const [then, own] = [earlier, now].map(({ patient: { name } }) =>
    (name ?? '')
      .toUpperCase()
      .split(/[\s,^]+/)
      .filter((word) => /\p{Script=Latin}/u.test(word)),
  ) as [string[], string[]];
  if ([then, own].some((words) => words.every(isNobody))) return false;
  return !then.some((word) => own.includes(word));
}

function agesContradict(earlier: Person, now: Person): boolean {
  if (earlier.date === null || now.date === null) return false;
  const [then, own] = [earlier.patient.ageYears ?? null, now.patient.ageYears ?? null];
  if (then === null || own === null || Math.max(then, own) >= AGES_TOLD_BELOW) return false;
  return Math.abs(own - then - yearsBetween(earlier.date, now.date)) > MOST_AGES_APART;
}

function densitiesWithheld(earlier: Visit, now: Visit): string | null {
  if (earlier.calibration?.method !== now.calibration?.method)
    return `density and strength: other methods of calibration (${earlier.calibration?.method ?? 'none'}, now ${now.calibration?.method ?? 'none'})`;
  if (earlier.contrastPhase !== now.contrastPhase)
    return `density and strength: other contrast phases (${earlier.contrastPhase ?? 'unknown'}, now ${now.contrastPhase ?? 'unknown'})`;
  return null;
}

function sameScanner(earlier: Visit, now: Visit): boolean {
  const parts = ['manufacturer', 'model', 'kvp', 'kernel'] as const;
  const same = parts.every(
    (part) => earlier.scanner[part] !== null && earlier.scanner[part] === now.scanner[part],
  );
  const serials = [earlier.scanner.serial, now.scanner.serial].filter((serial) => serial !== undefined);
  return same && new Set(serials).size < 2 && earlier.calibration?.method === now.calibration?.method;
}

interface Value {
  readonly value: number;
  /** Null where it is not known. */
  readonly se: number | null;
}

type Level = Visit['levels'][number];

function densityOf({ vbmd }: Level, visit: Visit, shared: boolean): Value | null {
  const whole = valueOf(vbmd);
  if (whole?.se == null || !shared) return whole;
  const own = Math.sqrt(Math.max(0, whole.se ** 2 - lineSe(whole.value, visit) ** 2));
  return { ...whole, se: Math.hypot(own, REPEATS_TO * whole.value) };
}

/** The whole error where its parts are not told: results of earlier versions. */
function strengthOf({ strength, strengthErrors, vbmd }: Level, visit: Visit, shared: boolean): Value | null {
  const whole = valueOf(strength);
  const byLine = strengthErrors?.find(({ cause }) => cause === 'calibration');
  if (whole?.se == null || !shared || byLine === undefined) return whole;
  const line = vbmd === null || vbmd.value <= 0 ? 0 : lineSe(vbmd.value, visit) / vbmd.value;
  const steepness = line > 0 ? byLine.percent / PERCENT / line : STEEPNESS;
  // What repeats can't be more than all that is known to be wrong.
  const se = whole.value * Math.hypot(STRENGTH_REPEATS_TO, REPEATS_TO * steepness);
  return { ...whole, se: Math.min(whole.se, se) };
}

function valueOf(found: Density | Quantity | null): Value | null {
  if (found === null) return null;
  const { value, uncertainty } = found;
  // Marrow fat may take a density below 0: no share of it means anything.
  if (!(value > 0)) return null;
  if (uncertainty.kind !== 'interval95') return { value, se: null };
  return { value, se: (uncertainty.high - uncertainty.low) / 2 / Z95 };
}

/** Of a density by its line, mg/cm3. */
function lineSe(value: number, { calibration }: Visit): number {
  if (calibration === null) return 0;
  const { slope, intercept, error } = calibration;
  const hu = (value - intercept) / slope;
  const { slopeSe, interceptSe, correlation } = error;
  return Math.sqrt(
    Math.max(0, (hu * slopeSe) ** 2 + interceptSe ** 2 + 2 * correlation * hu * slopeSe * interceptSe),
  );
}

function changeOf(then: Value, now: Value, years: number): Change {
  const part = (difference: number): number => (PERCENT * difference) / then.value;
  const se = then.se === null || now.se === null ? null : Math.hypot(then.se, now.se);
  const percent = part(now.value - then.value);
  const least = se === null ? null : part(Z95 * se);
  return {
    then: then.value,
    now: now.value,
    percent,
    percentAYear: percent / years,
    leastSignificantPercent: least,
    significant: least !== null && Math.abs(percent) > least,
  };
}

/** Errors of levels are taken as wholly dependent: what they share is not told apart in a result. */
function meanChange(pairs: readonly (readonly [Value, Value])[], years: number): Change | null {
  if (pairs.length === 0) return null;
  const all = (side: 0 | 1): Value => {
    const errors = pairs.map((pair) => pair[side].se);
    const known = errors.filter((se) => se !== null);
    return {
      value: mean(pairs.map((pair) => pair[side].value)),
      se: known.length < errors.length ? null : mean(known),
    };
  };
  return changeOf(all(0), all(1), years);
}

function yearsBetween(then: string, now: string): number {
  return (Date.parse(now) - Date.parse(then)) / MS_A_DAY / DAYS_A_YEAR;
}
