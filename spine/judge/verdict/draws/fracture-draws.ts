/** The vertebral fractures of every draw: graded, known by a reader or the history, and where nobody looked. */
import { ALL_LEVELS, isPosition, type Level } from '../../../../contracts/levels.ts';
import type { KnownFracture } from '../../../../contracts/risk/fracture.ts';
import { GRADED_SPINE } from '../../../definitions/fractures.ts';
import { GRADE_3_SHARE } from '../../../definitions/priors/verdict-prior.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import type { GradedLevel } from '../../fractures/genant-grade.ts';
import { countsAsFracture, countsAsIntact, type KnownFractures } from '../../fractures/known-fractures.ts';
import { ungraded } from '../../fractures/ungraded.ts';

import { drawLevel, type DrawnLevel } from './level-fracture.ts';
import { unseenFractures } from './unseen-fractures.ts';

export type Grades = ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange' | 'doubt'>>;

export interface DrawnFractures {
  /** By level, cranial to caudal: those that were graded or of which something is known. */
  readonly levels: ReadonlyMap<Level, DrawnLevel>;
  /** Fractured vertebrae among those that nobody graded or knows, by draw. */
  readonly unseen: Uint8Array;
  /** Of T4 to L5. */
  readonly unseenLevels: number;
  readonly count: Uint8Array;
  readonly severe: Uint8Array;
  /** The highest grade of a fracture in sight, by draw: 0 where it has none, -1 without a fracture. */
  readonly worst: Int8Array;
}

/** @param prevalence of a vertebral fracture at the age of each draw */
export function drawFractures(
  grades: Grades,
  known: KnownFractures,
  prevalence: (draw: number) => number,
  draws: Draws,
): DrawnFractures {
  const levels = new Map<Level, DrawnLevel>();
  let unseenLevels = ungraded(grades, known).count;
  for (const level of ALL_LEVELS) {
    // The rules speak of thoracic and lumbar vertebrae.
    if (isCervical(level)) continue;
    const found = grades.get(level);
    const word = known.levels.get(level);
    const byReader = word === 'read-fractured' ? known.grades.get(level) : undefined;
    // A grade 0 whose heights have no error says nothing.
    if (byReader !== undefined) levels.set(level, ofGrade(byReader.grade, draws));
    else if (found !== undefined && word === undefined && saysNothing(found)) unseenLevels++;
    else if (found !== undefined) levels.set(level, drawLevel(level, found, wordOf(word), draws));
    else if (countsAsFracture(word)) levels.set(level, withoutGrade(level, draws));
  }
  const [count, severe] = [new Uint8Array(draws.count), new Uint8Array(draws.count)];
  const worst = new Int8Array(draws.count).fill(-1);
  const ofSpine = new Uint8Array(draws.count);
  // Which position a name of the order stands for is not settled: the fractures that it tells may be those that were seen.
  const unsettled = [...grades.keys()].some(isPosition);
  let told = 0;
  for (const [level, { grade, fractured }] of levels) {
    const counted = isPosition(level) || GRADED_SPINE.includes(level);
    const history = known.levels.get(level) === 'in-history';
    const apart = !unsettled || isPosition(level);
    told += Number(!apart);
    for (let n = 0; n < draws.count; n++) {
      if (fractured[n] === 0) continue;
      if (apart) count[n]!++;
      if (counted && apart) ofSpine[n]!++;
      if (grade[n] === 3) severe[n] = 1;
      // One of the history that measures nothing is told, not seen.
      const graded = grades.has(level) || known.grades.has(level);
      if (!history || grade[n]! > 0) worst[n] = Math.max(worst[n]!, graded ? grade[n]! : 0);
    }
  }
  const unseen = drawUnseen(unseenLevels, ofSpine, prevalence, draws);
  const grade3 = draws.uniform('unseen grade');
  for (let n = 0; n < draws.count; n++) {
    const more = unseen[n]!;
    if (more > 0) {
      worst[n] = Math.max(worst[n]!, 0);
      if (grade3[n]! < 1 - (1 - GRADE_3_SHARE) ** more) severe[n] = 1;
    }
    // One of the history without its level may be any that is seen.
    count[n] = Math.max(count[n]! + more, known.inHistory, told);
  }
  return { levels, unseen, unseenLevels, count, severe, worst };
}

function isCervical(level: Level): boolean {
  return level.startsWith('C');
}

function saysNothing({ fracture, doubt }: Pick<GradedLevel, 'fracture' | 'doubt'>): boolean {
  return fracture.grade === 0 && (doubt?.losses.wedge.se ?? null) === null;
}

function wordOf(word: KnownFracture | undefined): 'fractured' | 'intact' | null {
  if (countsAsIntact(word)) return 'intact';
  return countsAsFracture(word) ? 'fractured' : null;
}

/** Graded by a reader: that, in every draw. */
function ofGrade(grade: number, draws: Draws): DrawnLevel {
  return {
    grade: new Uint8Array(draws.count).fill(grade),
    fractured: new Uint8Array(draws.count).fill(1),
  };
}

/** Known to be fractured, and not measured: of what grade is drawn as for one that nobody saw. */
function withoutGrade(level: Level, draws: Draws): DrawnLevel {
  const grade = Uint8Array.from(draws.uniform(`${level} grade`), (at) => (at < GRADE_3_SHARE ? 3 : 2));
  return { grade, fractured: new Uint8Array(draws.count).fill(1) };
}

function drawUnseen(
  unseenLevels: number,
  fractured: Uint8Array,
  prevalence: (draw: number) => number,
  draws: Draws,
): Uint8Array {
  const at = draws.uniform('unseen fractures');
  const tables = new Map<number, readonly number[]>();
  return Uint8Array.from(at, (share, n) => {
    if (unseenLevels === 0) return 0;
    const usual = prevalence(n);
    const seen = GRADED_SPINE.length - unseenLevels;
    const found = Math.min(fractured[n]!, seen);
    // A prevalence lies between 0 and 1.
    const key = found + usual;
    let table = tables.get(key);
    if (table === undefined) {
      table = unseenFractures(usual, { seen, unseen: unseenLevels, fractured: found });
      tables.set(key, table);
    }
    let sum = 0;
    for (let more = 0; more < table.length; more++) {
      sum += table[more]!;
      if (share < sum) return more;
    }
    return table.length - 1;
  });
}
