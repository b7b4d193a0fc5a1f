/** The references of all levels, and what they come to for the study. */
import type { Calibration } from '../../../../contracts/calibration/calibration.ts';
import { withheldBy } from '../../../../contracts/level/level-result.ts';
import type { Level } from '../../../../contracts/levels.ts';
import type { Namings } from '../../../../contracts/namings.ts';
import type { Flag, Quantity, Uncertainty } from '../../../../contracts/primitives.ts';
import type {
  ModelledStrength,
  StrengthReference,
  StudyStrengthReference,
} from '../../../../contracts/risk/strength-reference.ts';
import type { LevelOutcome } from '../../../../contracts/risk/risk.ts';
import { STUDY_LEVELS, THORACIC_STUDY_LEVELS } from '../../../definitions/reference/trabecular-reference.ts';
import { mean } from '../../../math/moments.ts';
import { densityDoubt } from '../../density/density-category.ts';
import type { MapResult } from '../../level-outcomes.ts';
import type { Subject } from '../../subject/subject.ts';

import { levelReference, rootOfSquares, withInterval } from './level-reference.ts';

export interface ReferencesInput {
  /** Of levels that were not refused. */
  readonly results: readonly MapResult[];
  /** Levels that are not whole: by measurement, by a reader or by the history. */
  readonly fractured: ReadonlySet<Level>;
  /** Levels whose density goes with no other's. */
  readonly outOfLine: ReadonlySet<Level>;
  readonly subject: Subject;
  readonly calibration: Pick<Calibration, 'flags'>;
  /** Null where levels have names. */
  readonly namings: Namings | null;
}

const UNSUPPORTED: Flag = {
  code: 'STRENGTH_OF_FRACTURED',
  message: 'strength of a fractured or possibly fractured body: not supported by any benchmark',
};
const OUT_OF_LINE = 'density out of line with the other levels';
const FRACTURED = 'fractured, or possibly so: its density is not what it was';

export function levelReferences({
  results,
  fractured,
  outOfLine,
  subject,
  calibration,
  namings,
}: ReferencesInput): ReadonlyMap<Level, StrengthReference> {
  const doubt = densityDoubt(calibration);
  const found = new Map<Level, StrengthReference>();
  for (const one of results) {
    if (!('result' in one)) continue;
    const { level, result } = one;
    const reason =
      withheldBy(result)?.message ??
      (fractured.has(level) ? FRACTURED : outOfLine.has(level) ? OUT_OF_LINE : doubt);
    const name = namings?.[0]?.names.get(level) ?? level;
    found.set(
      level,
      reason === null
        ? levelReference(name, result.strength!.densityResponse ?? null, subject)
        : { status: 'none', reason },
    );
  }
  return found;
}

/** Levels with what their strength is held against, and a remark on strengths that nothing can be held against. */
export function withReferences(
  outcomes: readonly LevelOutcome[],
  references: ReadonlyMap<Level, StrengthReference>,
  { results, fractured }: Pick<ReferencesInput, 'results' | 'fractured'>,
): readonly LevelOutcome[] {
  const solved = results.flatMap((found) =>
    'result' in found && found.result.strength !== null ? [found.level] : [],
  );
  return outcomes.map((outcome) => {
    const reference = references.get(outcome.level);
    return outcome.status !== 'assessed' || reference === undefined
      ? outcome
      : {
          ...outcome,
          strengthReference: reference,
          flags:
            solved.includes(outcome.level) && fractured.has(outcome.level)
              ? [...outcome.flags, UNSUPPORTED]
              : outcome.flags,
        };
  });
}

/** Of the first group of levels that has one; null where none has. @param references by names that are settled */
export function studyReference(
  references: ReadonlyMap<Level, StrengthReference>,
): StudyStrengthReference | null {
  const modelled = (levels: readonly Level[]): readonly ModelledStrength[] =>
    levels.flatMap((level) => {
      const found = references.get(level);
      return found?.status === 'modelled' ? [found] : [];
    });
  for (const levels of STUDY_LEVELS) {
    const found = modelled(levels);
    if (found.length > 0) return meanOf(found, 0);
  }
  const { levels, count, se } = THORACIC_STUDY_LEVELS;
  const thoracic = modelled(levels).slice(0, count);
  return thoracic.length < count ? null : meanOf(thoracic, se);
}

/** @param furtherSe of the z for a lumbar one, where the levels are not lumbar */
function meanOf(levels: readonly ModelledStrength[], furtherSe: number): StudyStrengthReference {
  const of = (pick: (level: ModelledStrength) => number): number => mean(levels.map(pick));
  const ownSe = rootOfSquares(levels.map(({ z }) => z.ownSe)) / levels.length;
  const sharedSe = Math.hypot(
    of(({ z }) => z.sharedSe),
    furtherSe,
  );
  return {
    referenceId: levels[0]!.referenceId,
    levels: levels.map(({ level }) => level),
    shareOfAverage: meanShare(levels.map(({ shareOfAverage }) => shareOfAverage)),
    shareOfYoungAdult: meanShare(levels.map(({ shareOfYoungAdult }) => shareOfYoungAdult)),
    z: withInterval(
      of(({ z }) => z.value),
      { sharedSe, ownSe, lineSe: of(({ z }) => z.lineSe ?? 0) },
    ),
  };
}

/** Geometric means: most of the errors are shared, and all are taken to be. */
function meanShare(shares: readonly Quantity<'%'>[]): Quantity<'%'> {
  const geometric = (values: readonly number[]): number => Math.exp(mean(values.map(Math.log)));
  const value = geometric(shares.map((share) => share.value));
  const ends: Extract<Uncertainty, { kind: 'interval95' }>[] = [];
  for (const { uncertainty } of shares) {
    if (uncertainty.kind === 'none') return { value, unit: '%', uncertainty };
    ends.push(uncertainty);
  }
  const [low, high] = [geometric(ends.map((end) => end.low)), geometric(ends.map((end) => end.high))];
  return { value, unit: '%', uncertainty: { ...ends[0]!, low, high } };
}
