/**
 * Strength in one sentence: that of L1, measured or estimated from an intact neighbour.
 *
 * The lowest value of all levels is not reported: strength decreases from caudal to cranial, so it would only name the
 * uppermost level. Nor is that of a fractured body: a linear solve finds a wedge stiffer than the intact body.
 */
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Quantity, Flag } from '../../contracts/primitives.ts';
import type { LevelOutcome } from '../../contracts/risk/risk.ts';

import { isPosition } from '../../contracts/levels.ts';
import { STRENGTH_UNSETTLED } from '../../spine/judge/index.ts';

import type { ReportData } from '../report-data.ts';
import { gradeWords, quantityText } from './wording.ts';

/** The strength that the report tells first: that of the yielding body, or the linear one where there is no other. */
export function primaryStrength({ strength }: LevelResult): Quantity<'N'> {
  return strength.plastic?.strength ?? strength.linearStrength;
}

const INFORMATIONAL =
  'Informational: no reference population is available for this method, and cut-offs of other methods do not apply.';
/** What a contrast agent did to the strengths, said of each level in the same words. */
const CONTRAST = 'STRENGTH_CONTRAST';

export function strengthText({ levels, risk }: Pick<ReportData, 'levels' | 'risk'>): string {
  if (levels.size === 0) return 'Not evaluated: no level was solved.';
  const agent = [...levels.values()].flatMap(({ flags }) => flags).find(({ code }) => code === CONTRAST);
  return [...told(levels, risk), ...(agent === undefined ? [] : [sentenceOf(agent)]), INFORMATIONAL].join(
    ' ',
  );
}

function told(levels: ReportData['levels'], risk: ReportData['risk']): readonly string[] {
  const value = risk?.strength.l1Equivalent ?? null;
  const from = risk?.strength.levels ?? [];
  const own = from.includes('L1');
  const left = own || !levels.has('L1') ? [] : [leftOut(risk?.levels.find(({ level }) => level === 'L1'))];
  if (value === null && [...levels.keys()].some(isPosition))
    return [
      `${levels.size} ${levels.size === 1 ? 'level' : 'levels'} solved. ${STRENGTH_UNSETTLED.withheld}`,
    ];
  if (value === null)
    return [
      `${levels.size} ${levels.size === 1 ? 'level' : 'levels'} solved; none allows an estimate for L1.`,
      ...left,
    ];
  const text = quantityText(value);
  return [own ? `L1 ${text}.` : `L1 equivalent ${text}, estimated from ${from.join(', ')}.`, ...left];
}

/** Why the strength of L1 itself is not reported. */
function leftOut(l1: LevelOutcome | undefined): string {
  const fractured = l1?.status === 'assessed' && gradeWords(l1).weight !== 'none';
  return fractured
    ? 'L1 itself is not used: the strength of a fractured or possibly fractured body is not reliable.'
    : 'L1 itself is not used: it was not solved with the same material law as the other levels.';
}

function sentenceOf({ message }: Flag): string {
  return `${message[0]!.toUpperCase()}${message.slice(1)}.`;
}
