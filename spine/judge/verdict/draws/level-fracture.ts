/**
 * Whether one vertebra is fractured, drawn: its true losses from the measured ones and their errors, the grade of those by the
 * rule of every grade, and whether a loss of that grade is a fracture.
 *
 *   grade 0      no fracture
 *   grade 1      one with the probability of the risk table (3.3 %): a possible fracture until a reader confirms it
 *   grade 2, 3   one for sure where intact people do not have such a ratio and an intact neighbour tells, else with 50 %
 *
 * The three losses of a body share the errors of its heights: those of wedge and biconcave rise with the posterior height, that of
 * crush falls. Equal errors of all heights give the weights below.
 */
import type { GradedLevel } from '../../fractures/genant-grade.ts';
import { exactGrade, type Grade } from '../../fractures/judged-loss.ts';
import { TABLE_ANCHOR } from '../../risk/parameters.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';

export interface DrawnLevel {
  /** The grade of the true losses, by draw, whether or not it is a fracture. */
  readonly grade: Uint8Array;
  /** 1 where the vertebra is fractured. */
  readonly fractured: Uint8Array;
}

const { possibleGrade1IsTrue, possibleGrade2IsTrue } = TABLE_ANCHOR.value.vertebralFracture;
const HALF = Math.SQRT1_2;

/** @param word what a reader or the history says: null where nobody did */
export function drawLevel(
  name: string,
  { fracture, doubt }: Pick<GradedLevel, 'fracture' | 'doubt'>,
  word: 'fractured' | 'intact' | null,
  draws: Draws,
): DrawnLevel {
  const grade = new Uint8Array(draws.count).fill(fracture.grade);
  const fractured = new Uint8Array(draws.count);
  const heights = ['anterior', 'middle', 'posterior', 'reference'] as const;
  const [front, middle, behind, own] = heights.map((part) => draws.normal(`${name} ${part}`)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const told = draws.uniform(`${name} fracture`);
  for (let n = 0; n < draws.count; n++) {
    let sure = false;
    if (doubt !== null) {
      const at = (loss: { value: number; se: number | null }, a: number, b: number): number =>
        loss.value + (loss.se ?? 0) * HALF * (a + b);
      const { wedge, biconcave, crush, inFront } = doubt.losses;
      const found = exactGrade({
        wedge: at(wedge, front[n]!, behind[n]!),
        biconcave: at(biconcave, middle[n]!, behind[n]!),
        crush: crush === null ? null : at(crush, -behind[n]!, own[n]!),
        inFront: inFront === null ? null : at(inFront, front[n]!, own[n]!),
      });
      grade[n] = Math.max(found.grade, Number(doubt.deformed));
      sure = doubt.beyondIntact[found.shape] && wedge.se !== null;
    }
    fractured[n] = Number(
      word === null ? told[n]! < chanceOf(grade[n] as Grade, sure) : word === 'fractured',
    );
  }
  return { grade, fractured };
}

function chanceOf(grade: Grade, sure: boolean): number {
  if (grade === 0) return 0;
  if (grade === 1) return possibleGrade1IsTrue.value;
  return sure ? 1 : possibleGrade2IsTrue.value;
}
