/**
 * Strength in one sentence: that of L1, measured or estimated from an intact neighbour.
 *
 * The lowest value of all levels is not reported: strength decreases from caudal to cranial, so it would only name the
 * uppermost level. Nor is that of a fractured body: a linear solve finds a wedge stiffer than the intact body.
 */
import { withheldBy, type LevelResult } from '../../contracts/level/level-result.ts';
import type { Strength } from '../../contracts/level/strength.ts';
import type { Quantity, Flag } from '../../contracts/primitives.ts';

import { isPosition } from '../../contracts/levels.ts';
import { OUT_OF_LINE, STRENGTH_UNSETTLED } from '../../spine/judge/index.ts';

import type { ReportData } from '../report-data.ts';
import { studyReferenceText } from './reference-words.ts';
import { gradeWords, quantityText } from './wording.ts';

/**
 * The strength that the report tells first: that of the yielding body, or the linear one where there is no other; null where
 * strength is withheld.
 */
export function primaryStrength({ strength }: LevelResult): Quantity<'N'> | null {
  return strength === null ? null : (strength.plastic?.strength ?? strength.linearStrength);
}

/** Levels with a strength. */
export function solvedLevels({ levels }: Pick<ReportData, 'levels'>): readonly SolvedLevel[] {
  return [...levels.values()].flatMap((measured) => {
    const { strength } = measured;
    return strength === null ? [] : [{ ...measured, strength }];
  });
}

export type SolvedLevel = LevelResult & { readonly strength: Strength };

const INFORMATIONAL =
  'Informational: no population was measured with this method, and cut-offs of other methods do not apply.';
/** What a contrast agent did to the strengths, said of each level in the same words. */
const CONTRAST = 'STRENGTH_CONTRAST';

export function strengthText({ levels, risk }: Pick<ReportData, 'levels' | 'risk'>): string {
  const solved = solvedLevels({ levels });
  if (solved.length === 0) return notSolved(levels);
  const agent = [...levels.values()].flatMap(({ flags }) => flags).find(({ code }) => code === CONTRAST);
  const modelled = risk?.strength.modelled ?? null;
  return [
    ...told(solved, risk),
    ...(agent === undefined ? [] : [sentenceOf(agent)]),
    INFORMATIONAL,
    ...(modelled === null ? [] : [studyReferenceText(modelled)]),
  ].join(' ');
}

/** Every level without a strength says why. */
function notSolved(levels: ReportData['levels']): string {
  const reasons = [...levels.values()].flatMap((measured) => withheldBy(measured)?.message ?? []);
  return `Not evaluated: ${[...new Set(reasons)].join('; ') || 'no level was solved'}.`;
}

function told(levels: readonly SolvedLevel[], risk: ReportData['risk']): readonly string[] {
  const value = risk?.strength.l1Equivalent ?? null;
  const from = risk?.strength.levels ?? [];
  const own = from.includes('L1');
  const why = own ? null : leftOutL1({ levels: new Map(levels.map((one) => [one.level, one])), risk });
  const left = why === null ? [] : [leftOutText(why, risk)];
  const count = `${levels.length} ${levels.length === 1 ? 'level' : 'levels'} solved`;
  if (value === null && levels.some(({ level }) => isPosition(level)))
    return [`${count}. ${STRENGTH_UNSETTLED.withheld}`];
  if (value === null) return [`${count}; none allows an estimate for L1.`, ...left];
  const text = quantityText(value);
  return [own ? `L1 ${text}.` : `L1 equivalent ${text}, estimated from ${from.join(', ')}.`, ...left];
}

/** Why the strength of L1 itself is not reported, though it was computed; null where it was not. */
export type LeftOutL1 = 'fractured' | 'outOfLine' | 'otherLaw';

export function leftOutL1({ levels, risk }: Pick<ReportData, 'levels' | 'risk'>): LeftOutL1 | null {
  if (!solvedLevels({ levels }).some(({ level }) => level === 'L1')) return null;
  const l1 = risk?.levels.find(({ level }) => level === 'L1');
  if (l1?.status === 'assessed' && gradeWords(l1).weight !== 'none') return 'fractured';
  return outOfLine(risk) === null ? 'otherLaw' : 'outOfLine';
}

function outOfLine(risk: ReportData['risk']): string | null {
  const odd = risk?.density.leftOut.find(
    ({ level, reason }) => level === 'L1' && reason.startsWith(OUT_OF_LINE),
  );
  return odd?.reason ?? null;
}

function leftOutText(why: LeftOutL1, risk: ReportData['risk']): string {
  const reasons = {
    fractured: 'the strength of a fractured or possibly fractured body is not reliable',
    outOfLine: outOfLine(risk) ?? '',
    otherLaw: 'it was not solved with the same material law as the other levels',
  };
  return `L1 itself is not used: ${reasons[why]}.`;
}

function sentenceOf({ message }: Flag): string {
  return `${message[0]!.toUpperCase()}${message.slice(1)}.`;
}
